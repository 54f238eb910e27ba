import django.db.models.deletion
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    # Of the lowest supported Wagtail, so that one set of migrations serves all.
    dependencies = [
        ('wagtailcore', '0095_groupsitepermission'),
    ]

    operations = [
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('headline', models.CharField(blank=True, max_length=255, verbose_name='headline')),
                ('intro', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
                ('footer', wagtail.fields.RichTextField(blank=True, verbose_name='text below every page')),
            ],
            options={
                'verbose_name': 'front page',
                'verbose_name_plural': 'front pages',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='LoadedPiece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255, unique=True)),
                ('digest', models.CharField(max_length=64)),
                ('object_id', models.CharField(max_length=64)),
            ],
        ),
    ]
