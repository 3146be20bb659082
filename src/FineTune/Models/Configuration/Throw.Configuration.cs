using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace FineTune;

/// <content>Messages of configurations.</content>
internal static partial class Throw
{
    [DoesNotReturn, StackTraceHidden]
    public static void NoSuchConfigKey(string modelType, string key, IEnumerable<string> known) => throw new KeyNotFoundException(
        $"The {modelType} configuration has no \"{key}\"; it has {List(known)}.");

    [DoesNotReturn, StackTraceHidden]
    public static void UnknownConfigOverride(string modelType, string key, IEnumerable<string> known) => throw new ArgumentException(
        $"\"{key}\" cannot be overridden: a {modelType} configuration has no such key. Use one of num_labels, id2label, label2id, {List(known)}.");

    [DoesNotReturn, StackTraceHidden]
    public static T ConfigValueOfAnotherType<T>(string modelType, string nameOrPath, string key, object? value, bool isOverride) => throw new InvalidDataException(
        $"\"{key}\" of the {modelType} configuration is {ConfigJson.Write(value)}, but {TypeName(typeof(T))} was expected. Correct it in " +
        $"{(isOverride ? "the values that the program overrides the configuration's with" : nameOrPath.Length > 0 ? $"the config.json of \"{nameOrPath}\"" : "config.json")}.");

    [DoesNotReturn, StackTraceHidden]
    public static ProblemType UnknownProblemType(string name, IEnumerable<string> names) => throw new InvalidDataException(
        $"problem_type is \"{name}\"; expected one of {List(names)}, or null. Correct it in config.json.");

    [DoesNotReturn, StackTraceHidden]
    public static T BadLabels<T>(string key, object value, string expected) => throw new ArgumentException(
        $"{key} is {Given(value)}, but {expected} was expected.");

    [DoesNotReturn, StackTraceHidden]
    public static T BadLabelsOfFile<T>(string path, Exception cause) => throw new InvalidDataException($"\"{path}\": {cause.Message} Correct it there.", cause);

    [DoesNotReturn, StackTraceHidden]
    public static string AnswerOfServer(string path, string answer) => throw new InvalidDataException(
        $"\"{path}\" holds the answer of a server ({answer}), and not the configuration of a model. Download it again, or name another model.");

    [DoesNotReturn, StackTraceHidden]
    public static void InvalidConfig(string type, string nameOrPath, IReadOnlyList<string> problems) => throw new ArgumentException(
        $"The {type}{(nameOrPath.Length > 0 ? $" of \"{nameOrPath}\"" : string.Empty)} cannot be used:\n" +
        string.Join("\n", problems.Select(problem => "- " + problem)));

    [DoesNotReturn, StackTraceHidden]
    public static Dictionary<string, object?> ConfigIsNoObject(string path) => throw new InvalidDataException(
        $"\"{path}\" does not hold an object {{...}} of keys and values. Copy the model's config.json again.");

    [DoesNotReturn, StackTraceHidden]
    public static Dictionary<string, object?> ConfigIsNoJson(string path, Exception cause) => throw new InvalidDataException(
        $"\"{path}\" is not valid JSON: {cause.Message} Correct the file, or copy it again from where the model came from.", cause);

    [DoesNotReturn, StackTraceHidden]
    public static void LabelCountsDiffer(int numLabels, int labels) => throw new ArgumentException(
        $"num_labels is {numLabels}, but id2label names {labels} labels. Leave num_labels out, or name {numLabels} labels.");

    [DoesNotReturn, StackTraceHidden]
    public static void LabelIdsDiffer(IReadOnlyDictionary<string, int> ids, IReadOnlyCollection<int> classes) => throw new ArgumentException(
        $"label2id gives {ids.Count} names the class numbers {Numbers(ids.Values)}, but the model has the {classes.Count} classes "
        + $"{Numbers(classes)}: expected one name for each. Correct it, or pass id2label, which says how many classes there are.");

    private static string Numbers(IEnumerable<int> numbers) => string.Join(", ", numbers.Order().Take(10)) + (numbers.Count() > 10 ? ", ..." : string.Empty);

    private static string Given(object value) => value switch
    {
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        Array => "a list",
        _ => $"a {value.GetType().Name}",
    };

    private static string TypeName(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        Type t when t == typeof(int) || t == typeof(long) => "a whole number",
        Type t when t == typeof(double) => "a number",
        Type t when t == typeof(bool) => "true or false",
        _ => "a text",
    };
}
