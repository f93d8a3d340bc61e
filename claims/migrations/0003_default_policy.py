"""The evidence policy for every kind that has none of its own, as it counts until changed."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def add_default(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("claims", "EvidencePolicy").objects.get_or_create(kind="")


class Migration(migrations.Migration):
    dependencies = [("claims", "0002_promises")]

    # Backwards the row stays: it may hold what an admin decided, and it is found again forwards.
    operations = [migrations.RunPython(add_default, migrations.RunPython.noop)]
