using System.Text.Json.Nodes;

namespace FineTune.Training;

/// <summary>Makes <see cref="TrainingArguments"/> of a JSON object, collecting every problem and warning on the way.</summary>
internal sealed class ArgumentReader
{
    private readonly List<string> _problems = [];
    private readonly List<string> _warnings = [];
    private readonly List<string> _dropped = [];

    /// <summary>Gets what is wrong, one line each.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Gets what was translated or left out, one line each.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Sets every argument the object names, over those given.</summary>
    public TrainingArguments Read(JsonObject json, TrainingArguments args)
    {
        // Old names last, so that a default written beside its old name does not undo it.
        foreach ((string name, JsonNode? value) in json.OrderBy(entry => OldArguments.Find(entry.Key) is not null))
        {
            args = ReadOne(args, name, value, json);
        }

        if (_dropped.Count > 0)
        {
            _warnings.Add($"Left out, since they ask for nothing that exists here: {string.Join(", ", _dropped)} (arguments of older versions).");
        }

        return args;
    }

    private TrainingArguments ReadOne(TrainingArguments args, string name, JsonNode? value, JsonObject json)
    {
        if (name == "//" || IsMaskedToken(name, value))
        {
            return args;
        }

        if (ArgumentTable.Find(name) is { } argument && argument.Name == name)
        {
            return Set(args, argument, value);
        }

        if (OldArguments.Find(name) is { } old)
        {
            return ReadOld(args, old, value, json);
        }

        string nearest = ArgumentTable.Nearest(name) is { } guess ? $" Did you mean {guess}?" : string.Empty;
        _problems.Add($"{name} is not an argument.{nearest}");
        return args;
    }

    private TrainingArguments ReadOld(TrainingArguments args, OldArgument old, JsonNode? value, JsonObject json)
    {
        if (old.IsHarmless(value))
        {
            _dropped.Add(old.Name);
            return args;
        }

        if (old.NewName is null)
        {
            _problems.Add($"{old.Name} {old.Advice.Replace("--", string.Empty, StringComparison.Ordinal)}. Take it out.");
            return args;
        }

        TrainingArgument argument = ArgumentTable.Find(old.NewName)!;
        if (json.TryGetPropertyValue(old.NewName, out JsonNode? stated) && JsonText.WriteLine(stated) != JsonText.WriteLine(argument.Default))
        {
            _warnings.Add($"{old.Name} was left out: {old.NewName} is set too, and goes first.");
            return args;
        }

        JsonNode? translated = old.Translate(value);
        _warnings.Add($"{old.Name} was read as {old.NewName} {JsonText.WriteLine(translated)}: it {old.Advice.Replace("--", string.Empty, StringComparison.Ordinal)}.");
        return Set(args, argument, translated);
    }

    private TrainingArguments Set(TrainingArguments args, TrainingArgument argument, JsonNode? value)
    {
        try
        {
            return argument.Write(args, value);
        }
        catch (FormatException exception)
        {
            _problems.Add($"{argument.Name}: {exception.Message}.");
            return args;
        }
    }

    private static bool IsMaskedToken(string name, JsonNode? value) => name.EndsWith("_token", StringComparison.Ordinal)
        && value is JsonValue leaf && leaf.TryGetValue(out string? text) && text == $"<{name.ToUpperInvariant()}>";
}
