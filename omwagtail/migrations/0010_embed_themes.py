"""Themes: how a partner's frames look."""

import django.core.validators
import django.db.models.deletion
import omwagtail.content.fields
import omwagtail.embed.fields
import wagtail.images
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('omwagtail', '0009_frame_counts'),
        # A project may have its own image model.
        migrations.swappable_dependency(wagtail.images.get_image_model_string()),
    ]

    operations = [
        migrations.CreateModel(
            name='EmbedTheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255, verbose_name='name')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('accent', omwagtail.embed.fields.ColourField(default='#0b5c6b', max_length=7, verbose_name='accent')),
                ('text', omwagtail.embed.fields.ColourField(default='#18262b', max_length=7, verbose_name='text')),
                ('surface', omwagtail.embed.fields.ColourField(default='#ffffff', max_length=7, verbose_name='ground')),
                ('line', omwagtail.embed.fields.ColourField(default='#74868b', max_length=7, verbose_name='lines')),
                ('focus', omwagtail.embed.fields.ColourField(default='#0b5c6b', max_length=7, verbose_name='focus')),
                ('radius', models.PositiveSmallIntegerField(default=4, validators=[django.core.validators.MaxValueValidator(32)], verbose_name='rounded corners')),
                ('font', omwagtail.embed.fields.FontField(blank=True, max_length=255, verbose_name='font')),
                ('font_heading', omwagtail.embed.fields.FontField(blank=True, max_length=255, verbose_name='font of headings')),
                ('logo_alt', models.CharField(blank=True, max_length=255, verbose_name='what the logo says')),
                ('logo_link', omwagtail.content.fields.WebAddressField(blank=True, max_length=500, verbose_name='where the logo leads')),
                ('logo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=wagtail.images.get_image_model_string(), verbose_name='logo')),
            ],
            options={
                'verbose_name': 'theme',
                'verbose_name_plural': 'themes',
                'ordering': ['name', 'pk'],
            },
        ),
    ]
