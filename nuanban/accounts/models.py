"""Logins of people and keys of machines."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from nuanban.accounts.enums import ADMINISTRATORS, STAFF, DeviceKind, Role
from nuanban.lib.keys import new_key


class UserManager(BaseUserManager["User"]):
    """Finds accounts by login name."""


class User(AbstractBaseUser):
    """An account. Administrators hold one role alone; the rest may hold several."""

    id = models.UUIDField(primary_key=True, default=new_key)
    username = models.CharField("登录名", max_length=64, unique=True)
    name = models.TextField("姓名")
    roles = ArrayField(models.TextField(choices=Role.choices), default=list)
    site = models.ForeignKey(
        "offices.Site", models.PROTECT, null=True, blank=True, related_name="+"
    )
    department = models.TextField("部门", blank=True, default="")
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("下次登录改密码", default=False)
    care = models.JSONField("关爱模式", default=dict, blank=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(roles__overlap=[r.value for r in ADMINISTRATORS]) | Q(roles__len=1),
                name="administrators_hold_one_role_alone",
                violation_error_message="系统、安全、审计三类管理员不能兼任，也不能兼其他岗位。",
            ),
            models.CheckConstraint(
                condition=Q(roles__contained_by=[r.value for r in Role]),
                name="user_roles_are_known",
                violation_error_message="没有这个岗位。",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def has_role(self, *roles: Role) -> bool:
        """True when the account is in use and holds any of the roles."""
        return self.is_active and any(role.value in self.roles for role in roles)

    @property
    def is_staff_member(self) -> bool:
        """Anyone who serves, not the served."""
        return self.has_role(*STAFF)

    @property
    def role_names(self) -> str:
        """岗位 as read by people."""
        return "、".join(str(Role(r).label) for r in self.roles)


class Device(models.Model):
    """A kiosk, window terminal, board or department feed with its own bearer token."""

    id = models.UUIDField(primary_key=True, default=new_key)
    kind = models.TextField(choices=DeviceKind.choices)
    site = models.ForeignKey("offices.Site", models.PROTECT, related_name="+")
    name = models.TextField("名称")
    token_digest = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField("停用时间", null=True)
    seen_at = models.DateTimeField("最近联系", null=True)

    class Meta:
        ordering = ("site_id", "kind", "name")

    def __str__(self) -> str:
        return self.name
