using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>The reference's spelling of options and values.</summary>
internal static class OptionNames
{
    public static string Name(Side side) => side == Side.Left ? "left" : "right";

    public static string Name(PrependScheme scheme) => scheme switch
    {
        PrependScheme.First => "first",
        PrependScheme.Never => "never",
        _ => "always",
    };

    public static string Name(TruncationStrategy strategy) => strategy switch
    {
        TruncationStrategy.LongestFirst => "longest_first",
        TruncationStrategy.OnlyFirst => "only_first",
        TruncationStrategy.OnlySecond => "only_second",
        _ => "do_not_truncate",
    };

    /// <summary>Lets given options take the place of a file's.</summary>
    /// <returns>The names of those given.</returns>
    public static HashSet<string> Apply(TokenizerOptions options, TokenizerSettings settings)
    {
        Dictionary<string, JsonNode?> given = [];
        Set(given, "do_lower_case", options.DoLowerCase);
        Set(given, "strip_accents", options.StripAccents);
        Set(given, "tokenize_chinese_chars", options.TokenizeChineseChars);
        Set(given, "unk_token", options.UnkToken);
        Set(given, "sep_token", options.SepToken);
        Set(given, "pad_token", options.PadToken);
        Set(given, "cls_token", options.ClsToken);
        Set(given, "mask_token", options.MaskToken);
        Set(given, "bos_token", options.BosToken);
        Set(given, "eos_token", options.EosToken);
        Set(given, "model_max_length", options.ModelMaxLength);
        Set(given, "padding_side", options.PaddingSide is Side padding ? Name(padding) : null);
        Set(given, "truncation_side", options.TruncationSide is Side truncation ? Name(truncation) : null);
        Set(given, "clean_up_tokenization_spaces", options.CleanUpTokenizationSpaces);
        if (options.ModelInputNames is not null)
            given["model_input_names"] = new JsonArray([.. options.ModelInputNames.Select(name => JsonValue.Create(name))]);
        foreach ((string name, JsonNode? value) in given)
            settings[name] = value;
        return [.. given.Keys];
    }

    /// <summary>Whether the environment forbids the network, which the reference notes in what it saves.</summary>
    public static bool IsOffline() =>
        new[] { "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE" }.Any(name =>
            Environment.GetEnvironmentVariable(name)?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE");

    private static void Set(Dictionary<string, JsonNode?> values, string name, JsonNode? value)
    {
        if (value is not null)
            values[name] = value;
    }
}
