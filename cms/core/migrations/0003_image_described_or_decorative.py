from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_described_media'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='customimage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('description', ''), ('is_decorative', True)), models.Q(models.Q(('is_decorative', False)), models.Q(('description', ''), _negated=True)), _connector='OR'), name='image_described_or_decorative'),
        ),
    ]
