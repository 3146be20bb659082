namespace FineTune;

/// <summary>
/// What a column of a <see cref="Dataset"/> holds: a <see cref="Value"/>, a <see cref="Sequence"/> or a <see cref="ClassLabel"/>.
/// </summary>
public abstract record Feature;
