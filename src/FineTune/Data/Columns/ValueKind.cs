namespace FineTune.Data;

/// <summary>What a value is, as far as a column's type is concerned.</summary>
internal enum ValueKind
{
    Null,
    Bool,
    Integer,
    Float,
    String,

    /// <summary>A list of nothing, or of nulls only: it says nothing of what others hold.</summary>
    EmptyList,

    BoolList,
    Int32List,
    Int64List,
    SingleList,
    DoubleList,
    StringList,
    ObjectList,
    Object,
    Unsupported,
}
