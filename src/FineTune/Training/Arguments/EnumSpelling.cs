using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FineTune.Training;

/// <summary>The words the reference uses for an enum's values: snake case, or what <see cref="JsonStringEnumMemberNameAttribute"/> says.</summary>
internal static class EnumSpelling<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>
    where T : struct, Enum
{
    private static readonly (T Value, string Word)[] s_words =
        [.. typeof(T).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => ((T)field.GetValue(null)!, Spell(field)))];

    /// <summary>Gets the words, in the order of declaration.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. s_words.Select(pair => pair.Word)];

    public static string Of(T value) => s_words.First(pair => pair.Value.Equals(value)).Word;

    /// <exception cref="FormatException">No value is spelled so; the message lists those there are.</exception>
    public static T Parse(string word)
    {
        foreach ((T value, string known) in s_words)
        {
            if (known == word)
            {
                return value;
            }
        }

        throw new FormatException($"\"{word}\" is not a valid {typeof(T).Name}; choose one of {string.Join(", ", Words)}");
    }

    private static string Spell(FieldInfo field) =>
        field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Name);
}
