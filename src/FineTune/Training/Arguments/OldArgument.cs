using System.Text.Json.Nodes;

namespace FineTune.Training;

/// <summary>An argument that earlier versions of the reference had.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Advice">What to write instead, as the end of a sentence that begins with the name.</param>
internal sealed record OldArgument(string Name, string Advice)
{
    /// <summary>Gets whether a value asks for nothing that is not so in any case; such a value in a file is left out.</summary>
    public Func<JsonNode?, bool> IsHarmless { get; init; } = value => value is null;

    /// <summary>Gets the name of the argument that means the same, or null when there is none.</summary>
    public string? NewName { get; init; }

    /// <summary>Gets the value for <see cref="NewName"/>.</summary>
    public Func<JsonNode?, JsonNode?> Translate { get; init; } = value => value?.DeepClone();
}
