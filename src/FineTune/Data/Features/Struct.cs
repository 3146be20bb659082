namespace FineTune;

/// <summary>
/// An object a row with the same keys everywhere, read as <c>IReadOnlyDictionary&lt;string, object?&gt;</c>; the reference writes it as a
/// dictionary of features. For objects whose keys are not known see <see cref="Value.Struct"/>.
/// </summary>
/// <param name="Fields">The keys, and what each holds.</param>
public sealed record Struct(Features Fields) : Feature
{
    /// <inheritdoc/>
    public bool Equals(Struct? other) =>
        other is not null && ReferenceType == other.ReferenceType && Fields.SequenceEqual(other.Fields);

    /// <inheritdoc/>
    public override int GetHashCode() => Fields.Aggregate(Fields.Count, (hash, field) => HashCode.Combine(hash, field.Key, field.Value));

    /// <inheritdoc/>
    public override string ToString() => Fields.ToString();
}
