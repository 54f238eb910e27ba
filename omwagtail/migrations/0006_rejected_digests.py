from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('omwagtail', '0005_joining_successions'),
    ]

    operations = [
        migrations.RenameField(
            model_name='item',
            old_name='rejected_digest',
            new_name='rejected_digests',
        ),
        migrations.AlterField(
            model_name='item',
            name='rejected_digests',
            field=models.TextField(blank=True),
        ),
    ]
