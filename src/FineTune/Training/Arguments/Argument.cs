using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace FineTune.Training;

/// <summary>
/// One field of <see cref="TrainingArguments"/> as data: its name in the reference, what it means, what setting it does here, and how its
/// value goes to and from JSON. The command line makes its flags of these.
/// </summary>
internal sealed class Argument
{
    private readonly Func<TrainingArguments, JsonNode?> _read;
    private readonly Func<TrainingArguments, JsonNode?, TrainingArguments> _write;

    private Argument(
        string name,
        string help,
        ArgumentKind kind,
        bool isNullable,
        Func<TrainingArguments, JsonNode?> read,
        Func<TrainingArguments, JsonNode?, TrainingArguments> write)
    {
        (Name, Help, Kind, IsNullable) = (name, help, kind, isNullable);
        (_read, _write) = (read, write);
    }

    /// <summary>Gets the reference's name: <c>learning_rate</c>.</summary>
    public string Name { get; }

    /// <summary>Gets what the value is, in words that begin in lower case and end without a full stop.</summary>
    public string Help { get; }

    public ArgumentKind Kind { get; }

    /// <summary>Gets whether null is a value.</summary>
    public bool IsNullable { get; }

    /// <summary>Gets the words to choose from; empty when the kind has none.</summary>
    public IReadOnlyList<string> Choices { get; private init; } = [];

    public ArgumentSupport Support { get; private set; }

    /// <summary>Gets why <see cref="Support"/> is not <see cref="ArgumentSupport.Works"/>; else empty.</summary>
    public string Reason { get; private set; } = string.Empty;

    /// <summary>Gets the default, as JSON.</summary>
    public JsonNode? Default => Read(new TrainingArguments());

    public static Argument Boolean(string name, string help, Func<TrainingArguments, bool> get, Func<TrainingArguments, bool, TrainingArguments> set) =>
        new(name, help, ArgumentKind.Boolean, false, a => get(a), (a, v) => set(a, ArgumentValue.Boolean(v)));

    public static Argument NullableBoolean(string name, string help, Func<TrainingArguments, bool?> get, Func<TrainingArguments, bool?, TrainingArguments> set) =>
        new(name, help, ArgumentKind.Boolean, true, a => get(a), (a, v) => set(a, v is null ? null : ArgumentValue.Boolean(v)));

    public static Argument Integer(string name, string help, Func<TrainingArguments, int> get, Func<TrainingArguments, int, TrainingArguments> set) =>
        new(name, help, ArgumentKind.Integer, false, a => get(a), (a, v) => set(a, ArgumentValue.Integer(v)));

    public static Argument Integer(string name, string help, Func<TrainingArguments, long> get, Func<TrainingArguments, long, TrainingArguments> set) =>
        new(name, help, ArgumentKind.Integer, false, a => get(a), (a, v) => set(a, ArgumentValue.Long(v)));

    public static Argument NullableInteger(string name, string help, Func<TrainingArguments, int?> get, Func<TrainingArguments, int?, TrainingArguments> set) =>
        new(name, help, ArgumentKind.Integer, true, a => get(a), (a, v) => set(a, v is null ? null : ArgumentValue.Integer(v)));

    public static Argument NullableInteger(string name, string help, Func<TrainingArguments, long?> get, Func<TrainingArguments, long?, TrainingArguments> set) =>
        new(name, help, ArgumentKind.Integer, true, a => get(a), (a, v) => set(a, v is null ? null : ArgumentValue.Long(v)));

    public static Argument Real(string name, string help, Func<TrainingArguments, double> get, Func<TrainingArguments, double, TrainingArguments> set) =>
        new(name, help, ArgumentKind.Real, false, a => get(a), (a, v) => set(a, ArgumentValue.Real(v)));

    public static Argument NullableReal(string name, string help, Func<TrainingArguments, double?> get, Func<TrainingArguments, double?, TrainingArguments> set) =>
        new(name, help, ArgumentKind.Real, true, a => get(a), (a, v) => set(a, v is null ? null : ArgumentValue.Real(v)));

    public static Argument Steps(string name, string help, Func<TrainingArguments, double> get, Func<TrainingArguments, double, TrainingArguments> set) =>
        new(name, help, ArgumentKind.Steps, false, a => ArgumentValue.Steps(get(a)), (a, v) => set(a, ArgumentValue.Real(v)));

    public static Argument NullableSteps(string name, string help, Func<TrainingArguments, double?> get, Func<TrainingArguments, double?, TrainingArguments> set) =>
        new(name, help, ArgumentKind.Steps, true, a => ArgumentValue.Steps(get(a)), (a, v) => set(a, v is null ? null : ArgumentValue.Real(v)));

    public static Argument Text(string name, string help, Func<TrainingArguments, string> get, Func<TrainingArguments, string, TrainingArguments> set) =>
        new(name, help, ArgumentKind.Text, false, a => get(a), (a, v) => set(a, ArgumentValue.Text(v)));

    public static Argument NullableText(string name, string help, Func<TrainingArguments, string?> get, Func<TrainingArguments, string?, TrainingArguments> set) =>
        new(name, help, ArgumentKind.Text, true, a => get(a), (a, v) => set(a, v is null ? null : ArgumentValue.Text(v)));

    public static Argument List(string name, string help, Func<TrainingArguments, IReadOnlyList<string>> get, Func<TrainingArguments, IReadOnlyList<string>, TrainingArguments> set) =>
        new(name, help, ArgumentKind.List, false, a => ArgumentValue.List(get(a)), (a, v) => set(a, ArgumentValue.List(v) ?? []));

    public static Argument NullableList(string name, string help, Func<TrainingArguments, IReadOnlyList<string>?> get, Func<TrainingArguments, IReadOnlyList<string>?, TrainingArguments> set) =>
        new(name, help, ArgumentKind.List, true, a => ArgumentValue.List(get(a)), (a, v) => set(a, ArgumentValue.List(v)));

    public static Argument NullableMap(string name, string help, Func<TrainingArguments, IReadOnlyDictionary<string, object?>?> get, Func<TrainingArguments, IReadOnlyDictionary<string, object?>?, TrainingArguments> set) =>
        new(name, help, ArgumentKind.Map, true, a => ArgumentValue.Map(get(a)), (a, v) => set(a, ArgumentValue.Map(v)));

    public static Argument Accelerator(string name, string help, Func<TrainingArguments, AcceleratorConfig> get, Func<TrainingArguments, AcceleratorConfig, TrainingArguments> set) =>
        new(name, help, ArgumentKind.Map, true, a => get(a).ToJson(), (a, v) => set(a, AcceleratorConfig.FromJson(v)));

    public static Argument Choice<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>(
        string name, string help, Func<TrainingArguments, T> get, Func<TrainingArguments, T, TrainingArguments> set)
        where T : struct, Enum =>
        new(name, help, ArgumentKind.Choice, false, a => EnumSpelling<T>.Of(get(a)), (a, v) => set(a, ArgumentValue.Choice<T>(v)))
        {
            Choices = EnumSpelling<T>.Words,
        };

    public static Argument Flags(string name, string help, Func<TrainingArguments, IncludeForMetrics> get, Func<TrainingArguments, IncludeForMetrics, TrainingArguments> set) =>
        new(name, help, ArgumentKind.Flags, false, a => ArgumentValue.Flags(get(a)), (a, v) => set(a, ArgumentValue.Flags(v)))
        {
            Choices = ["inputs", "loss"],
        };

    /// <summary>Notes that what the argument asks for holds in any case.</summary>
    public Argument Satisfied(string reason)
    {
        (Support, Reason) = (ArgumentSupport.Satisfied, reason);
        return this;
    }

    /// <summary>Notes that the argument cannot work here.</summary>
    public Argument Refused(string reason)
    {
        (Support, Reason) = (ArgumentSupport.Refused, reason);
        return this;
    }

    /// <summary>Gets the value as JSON.</summary>
    public JsonNode? Read(TrainingArguments args) => _read(args);

    /// <summary>Gets the arguments with this one changed.</summary>
    /// <exception cref="FormatException">The value is of another kind; the message says what was expected.</exception>
    public TrainingArguments Write(TrainingArguments args, JsonNode? value) => value is null && !IsNullable && Kind != ArgumentKind.List
        ? throw new FormatException($"null is not a value; expected {Expectation}")
        : _write(args, value);

    /// <summary>Turns the words of a command line into JSON.</summary>
    /// <exception cref="FormatException">They are not a value; the message says what was expected.</exception>
    public JsonNode? Parse(IReadOnlyList<string> words) => ArgumentText.Parse(this, words);

    /// <summary>Gets whether the value asks for something: it is neither the default nor an explicit no.</summary>
    public bool IsSet(TrainingArguments args)
    {
        string value = JsonText.WriteLine(Read(args));
        return value is not ("null" or "false" or "0" or "[]" or "{}" or "\"\"") && value != JsonText.WriteLine(Default);
    }

    /// <summary>Gets the kind of value in words, for messages and help.</summary>
    public string Expectation => Kind switch
    {
        ArgumentKind.Boolean => "true or false",
        ArgumentKind.Integer => "a whole number",
        ArgumentKind.Real => "a number",
        ArgumentKind.Steps => "a whole number, or a share of all steps below 1",
        ArgumentKind.Text => "text",
        ArgumentKind.Choice => "one of " + string.Join(", ", Choices),
        ArgumentKind.List => "a list of texts",
        ArgumentKind.Flags => "a list of " + string.Join(", ", Choices),
        _ => "a JSON object",
    };
}
