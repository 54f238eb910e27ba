"""When a sweep last came to its end, and an index of the versions that wait for a person."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('omwagtail', '0006_rejected_digests'),
    ]

    operations = [
        migrations.AddField(
            model_name='feedhead',
            name='swept',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(condition=Q(('waiting_doc__gt', '')), fields=['id'], name='omwagtail_item_waiting'),
        ),
    ]
