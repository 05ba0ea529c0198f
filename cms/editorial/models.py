"""The editorial page types, for Django to find; each has a module of its own."""

from cms.editorial.base import EditorialPage
from cms.editorial.editorial_task import EditorialTask, TaskOrigin, TaskState
from cms.editorial.expert_reading import ExpertReading, ExpertReadingIndex
from cms.editorial.import_runs import EditorialImport, ImportedPage
from cms.editorial.institution_notice import InstitutionNotice, InstitutionNoticeIndex
from cms.editorial.knowledge_qa import KnowledgeQA, KnowledgeQAIndex
from cms.editorial.news_article import NewsArticle, NewsArticleIndex
from cms.editorial.news_records import NewsCorrection, NewsWithdrawal
from cms.editorial.service_guide import ServiceGuide, ServiceGuideIndex
from cms.editorial.typical_case import TypicalCase, TypicalCaseIndex

__all__ = [
    "EditorialImport",
    "EditorialPage",
    "EditorialTask",
    "ExpertReading",
    "ExpertReadingIndex",
    "ImportedPage",
    "InstitutionNotice",
    "InstitutionNoticeIndex",
    "KnowledgeQA",
    "KnowledgeQAIndex",
    "NewsArticle",
    "NewsArticleIndex",
    "NewsCorrection",
    "NewsWithdrawal",
    "ServiceGuide",
    "ServiceGuideIndex",
    "TaskOrigin",
    "TaskState",
    "TypicalCase",
    "TypicalCaseIndex",
]
