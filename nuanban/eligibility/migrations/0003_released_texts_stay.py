from django.db import migrations

GUARD = """
CREATE FUNCTION eligibility_texts_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'draft' AND (TG_OP = 'DELETE' OR
     (NEW.policy, NEW.number, NEW.policy_text, NEW.numbers_text, NEW.examples_text)
     IS DISTINCT FROM
     (OLD.policy, OLD.number, OLD.policy_text, OLD.numbers_text, OLD.examples_text)) THEN
    RAISE EXCEPTION 'the text of a policy that was proposed or released stays as it is';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER eligibility_texts_stay BEFORE UPDATE OR DELETE ON eligibility_policyversion
FOR EACH ROW EXECUTE FUNCTION eligibility_texts_stay();
"""
BACK = """
DROP TRIGGER eligibility_texts_stay ON eligibility_policyversion;
DROP FUNCTION eligibility_texts_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("eligibility", "0002_version_desk")]
    operations = [migrations.RunSQL(GUARD, BACK)]
