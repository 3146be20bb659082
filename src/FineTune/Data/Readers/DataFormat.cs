namespace FineTune.Data;

/// <summary>The kinds of file a data set is read from.</summary>
internal enum DataFormat
{
    Csv,
    Tsv,
    Json,
    Text,
    Parquet,
    Arrow,
}
