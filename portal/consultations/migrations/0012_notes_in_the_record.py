from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consultations', '0011_what_staff_writes_lies_encrypted'),
    ]

    operations = [
        migrations.AddField(
            model_name='internalnote',
            name='salt',
            field=models.CharField(blank=True, default='', editable=False, help_text='空：早于备注写进办理记录。', max_length=32),
        ),
    ]
