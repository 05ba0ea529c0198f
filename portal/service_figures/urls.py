"""Addresses of 运行数据: the workbench's, and the public part."""

from django.urls import URLPattern, URLResolver, path

from portal.service_figures.views import commendations, dashboard, opendata, reports, rising

urlpatterns: list[URLPattern | URLResolver] = [
    path("workbench/service-figures/", dashboard.service_figures, name="service_figures"),
    path("workbench/service-figures/rows/", dashboard.rows, name="service_figures_rows"),
    path("workbench/service-figures/rows.csv", dashboard.rows_csv, name="service_figures_csv"),
    path("workbench/service-figures/rising/", rising.rising_issues, name="rising_issues"),
    path("workbench/monthly-report/", reports.monthly_report, name="monthly_report"),
    path("workbench/monthly-report/open-data/", opendata.publish_open_data, name="publish_open_data"),
    path("workbench/monthly-report/<int:year>/<int:number>/", reports.month, name="month_report"),
    path("workbench/monthly-report/<int:year>/<int:number>/report.docx", reports.month_docx, name="month_report_docx"),
    path("workbench/commendations/", commendations.commendation_proposals, name="commendation_proposals"),
    path(
        "workbench/commendations/<int:pk>/withdraw/", commendations.commendation_withdraw, name="commendation_withdraw"
    ),
    path("consultations/commendations/", commendations.commendations, name="commendations"),
    path("open-data/", opendata.open_data, name="open_data"),
    path("open-data/open-data.csv", opendata.open_data_csv, name="open_data_csv"),
    path("open-data/open-data.json", opendata.open_data_json, name="open_data_json"),
]
