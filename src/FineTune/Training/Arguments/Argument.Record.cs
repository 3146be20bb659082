using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace FineTune.Training;

/// <summary>
/// One field of a record of arguments as data: its name in the reference, what it means, what setting it does here, and how its
/// value goes to and from JSON. The command line makes its flags of these.
/// </summary>
/// <typeparam name="TRecord">The immutable record the field belongs to.</typeparam>
internal sealed class Argument<TRecord> : Argument
    where TRecord : class, new()
{
    private readonly Func<TRecord, JsonNode?> _read;
    private readonly Func<TRecord, JsonNode?, TRecord> _write;

    private Argument(
        string name,
        string help,
        ArgumentKind kind,
        bool isNullable,
        Func<TRecord, JsonNode?> read,
        Func<TRecord, JsonNode?, TRecord> write)
        : base(name, help, kind, isNullable)
    {
        (_read, _write) = (read, write);
    }

    /// <summary>Gets the default, as JSON.</summary>
    public override JsonNode? Default => Read(new TRecord());

    public static Argument<TRecord> Boolean(string name, string help, Func<TRecord, bool> get, Func<TRecord, bool, TRecord> set) =>
        new(name, help, ArgumentKind.Boolean, false, a => get(a), (a, v) => set(a, ArgumentValue.Boolean(v)));

    public static Argument<TRecord> NullableBoolean(string name, string help, Func<TRecord, bool?> get, Func<TRecord, bool?, TRecord> set) =>
        new(name, help, ArgumentKind.Boolean, true, a => get(a), (a, v) => set(a, v is null ? null : ArgumentValue.Boolean(v)));

    public static Argument<TRecord> Integer(string name, string help, Func<TRecord, int> get, Func<TRecord, int, TRecord> set) =>
        new(name, help, ArgumentKind.Integer, false, a => get(a), (a, v) => set(a, ArgumentValue.Integer(v)));

    public static Argument<TRecord> Integer(string name, string help, Func<TRecord, long> get, Func<TRecord, long, TRecord> set) =>
        new(name, help, ArgumentKind.Integer, false, a => get(a), (a, v) => set(a, ArgumentValue.Long(v)));

    public static Argument<TRecord> NullableInteger(string name, string help, Func<TRecord, int?> get, Func<TRecord, int?, TRecord> set) =>
        new(name, help, ArgumentKind.Integer, true, a => get(a), (a, v) => set(a, v is null ? null : ArgumentValue.Integer(v)));

    public static Argument<TRecord> NullableInteger(string name, string help, Func<TRecord, long?> get, Func<TRecord, long?, TRecord> set) =>
        new(name, help, ArgumentKind.Integer, true, a => get(a), (a, v) => set(a, v is null ? null : ArgumentValue.Long(v)));

    public static Argument<TRecord> Real(string name, string help, Func<TRecord, double> get, Func<TRecord, double, TRecord> set) =>
        new(name, help, ArgumentKind.Real, false, a => get(a), (a, v) => set(a, ArgumentValue.Real(v)));

    public static Argument<TRecord> NullableReal(string name, string help, Func<TRecord, double?> get, Func<TRecord, double?, TRecord> set) =>
        new(name, help, ArgumentKind.Real, true, a => get(a), (a, v) => set(a, v is null ? null : ArgumentValue.Real(v)));

    public static Argument<TRecord> Steps(string name, string help, Func<TRecord, double> get, Func<TRecord, double, TRecord> set) =>
        new(name, help, ArgumentKind.Steps, false, a => ArgumentValue.Steps(get(a)), (a, v) => set(a, ArgumentValue.Real(v)));

    public static Argument<TRecord> NullableSteps(string name, string help, Func<TRecord, double?> get, Func<TRecord, double?, TRecord> set) =>
        new(name, help, ArgumentKind.Steps, true, a => ArgumentValue.Steps(get(a)), (a, v) => set(a, v is null ? null : ArgumentValue.Real(v)));

    public static Argument<TRecord> Text(string name, string help, Func<TRecord, string> get, Func<TRecord, string, TRecord> set) =>
        new(name, help, ArgumentKind.Text, false, a => get(a), (a, v) => set(a, ArgumentValue.Text(v)));

    public static Argument<TRecord> NullableText(string name, string help, Func<TRecord, string?> get, Func<TRecord, string?, TRecord> set) =>
        new(name, help, ArgumentKind.Text, true, a => get(a), (a, v) => set(a, v is null ? null : ArgumentValue.Text(v)));

    public static Argument<TRecord> List(string name, string help, Func<TRecord, IReadOnlyList<string>> get, Func<TRecord, IReadOnlyList<string>, TRecord> set) =>
        new(name, help, ArgumentKind.List, false, a => ArgumentValue.List(get(a)), (a, v) => set(a, ArgumentValue.List(v) ?? []));

    public static Argument<TRecord> NullableList(string name, string help, Func<TRecord, IReadOnlyList<string>?> get, Func<TRecord, IReadOnlyList<string>?, TRecord> set) =>
        new(name, help, ArgumentKind.List, true, a => ArgumentValue.List(get(a)), (a, v) => set(a, ArgumentValue.List(v)));

    public static Argument<TRecord> NullableMap(string name, string help, Func<TRecord, IReadOnlyDictionary<string, object?>?> get, Func<TRecord, IReadOnlyDictionary<string, object?>?, TRecord> set) =>
        new(name, help, ArgumentKind.Map, true, a => ArgumentValue.Map(get(a)), (a, v) => set(a, ArgumentValue.Map(v)));

    public static Argument<TRecord> Accelerator(string name, string help, Func<TRecord, AcceleratorConfig> get, Func<TRecord, AcceleratorConfig, TRecord> set) =>
        new(name, help, ArgumentKind.Map, true, a => get(a).ToJson(), (a, v) => set(a, AcceleratorConfig.FromJson(v)));

    public static Argument<TRecord> NullableDuration(string name, string help, Func<TRecord, double?> get, Func<TRecord, double?, TRecord> set) =>
        new(name, help, ArgumentKind.Duration, true, a => get(a), (a, v) => set(a, v is null ? null : Duration.Parse(v)));

    public static Argument<TRecord> Weights(string name, string help, Func<TRecord, ClassWeights?> get, Func<TRecord, ClassWeights?, TRecord> set) =>
        new(name, help, ArgumentKind.Weights, true, a => ClassWeights.ToJson(get(a)), (a, v) => set(a, ClassWeights.FromJson(v)));

    /// <summary>One word of several; <paramref name="booleans"/> are what false and true stand for, where they are values too.</summary>
    public static Argument<TRecord> Choice<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>(
        string name, string help, Func<TRecord, T> get, Func<TRecord, T, TRecord> set, (T No, T Yes)? booleans = null)
        where T : struct, Enum =>
        new(name, help, ArgumentKind.Choice, false, a => EnumSpelling<T>.Of(get(a)), (a, v) => set(a, ArgumentValue.Choice(v, booleans)))
        {
            Choices = EnumSpelling<T>.Words,
        };

    public static Argument<TRecord> NullableChoice<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>(
        string name, string help, Func<TRecord, T?> get, Func<TRecord, T?, TRecord> set)
        where T : struct, Enum =>
        new(name, help, ArgumentKind.Choice, true, a => get(a) is { } value ? EnumSpelling<T>.Of(value) : null,
            (a, v) => set(a, v is null ? null : ArgumentValue.Choice<T>(v)))
        {
            Choices = EnumSpelling<T>.Words,
        };

    public static Argument<TRecord> Flags(string name, string help, Func<TRecord, IncludeForMetrics> get, Func<TRecord, IncludeForMetrics, TRecord> set) =>
        new(name, help, ArgumentKind.Flags, false, a => ArgumentValue.Flags(get(a)), (a, v) => set(a, ArgumentValue.Flags(v)))
        {
            Choices = ["inputs", "loss"],
        };

    /// <summary>Notes that what the argument asks for holds in any case.</summary>
    public Argument<TRecord> Satisfied(string reason)
    {
        (Support, Reason) = (ArgumentSupport.Satisfied, reason);
        return this;
    }

    /// <summary>Notes that the argument cannot work here.</summary>
    public Argument<TRecord> Refused(string reason)
    {
        (Support, Reason) = (ArgumentSupport.Refused, reason);
        return this;
    }

    /// <summary>Gets the value as JSON.</summary>
    public JsonNode? Read(TRecord args) => _read(args);

    /// <summary>Gets the arguments with this one changed.</summary>
    /// <exception cref="FormatException">The value is of another kind; the message says what was expected.</exception>
    public TRecord Write(TRecord args, JsonNode? value) => value is null && !IsNullable && Kind != ArgumentKind.List
        ? throw new FormatException($"null is not a value; expected {Expectation}")
        : _write(args, value);

    /// <inheritdoc cref="Argument.Sets"/>
    public bool IsSet(TRecord args) => Sets(Read(args));
}
