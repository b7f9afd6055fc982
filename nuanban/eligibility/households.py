"""One a household: where a policy is for the whole household, one person of it receives it.

Each person is judged alone (`rulebook`); which one of them receives it is settled here, for all
of them at once, in the same way every time.
"""

import polars as pl

_ONE = ["household_id", "policy"]


def one_per_household(
    rows: pl.DataFrame, homes: pl.DataFrame, served: pl.DataFrame, policies: list[str]
) -> pl.DataFrame:
    """The verdict rows with `through`: who of the household has it instead; theirs is NO then.

    `rows`: verdicts (person_id, policy, verdict, amount_fen, …). `homes`: person_id, household_id,
    is_head. `served` (person_id, policy): who has it now, or had it for this period. `policies`:
    those that are for households. First comes who is served already, then the head, then whoever
    came on file first. Who is in no household that we know stands alone.
    """
    theirs = rows.filter(pl.col("policy").is_in(policies)).join(homes, on="person_id", how="inner")
    winners = _served(theirs, homes, served).vstack(_first(theirs))
    winners = winners.unique(_ONE, keep="first", maintain_order=True)
    through = theirs.join(winners, on=_ONE).filter(pl.col("person_id") != pl.col("through"))
    found = rows.join(through.select("person_id", "policy", "through"), _KEY, how="left")
    # An open question stays one: a verdict that is not YES takes nothing from the others.
    is_out = pl.col("through").is_not_null() & (pl.col("verdict") == "YES")
    return found.with_columns(
        verdict=pl.when(is_out).then(pl.lit("NO")).otherwise(pl.col("verdict")),
        amount_fen=pl.when(is_out).then(0).otherwise(pl.col("amount_fen")),
        through=pl.when(is_out).then(pl.col("through")),
    )


_KEY = ["person_id", "policy"]


def _served(theirs: pl.DataFrame, homes: pl.DataFrame, served: pl.DataFrame) -> pl.DataFrame:
    """Who of each household is served already; of two, the one who is entitled, then the head."""
    verdicts = theirs.select(*_KEY, is_yes=pl.col("verdict") == "YES")
    found = served.select(_KEY).unique().join(homes, on="person_id", how="inner")
    found = found.join(verdicts, on=_KEY, how="left").with_columns(
        pl.col("is_yes").fill_null(False)
    )
    return _named(found.sort(["is_yes", "is_head", "person_id"], descending=[True, True, False]))


def _first(theirs: pl.DataFrame) -> pl.DataFrame:
    entitled = theirs.filter(pl.col("verdict") == "YES")
    return _named(entitled.sort(["is_head", "person_id"], descending=[True, False]))


def _named(people: pl.DataFrame) -> pl.DataFrame:
    return people.select(*_ONE, through="person_id")
