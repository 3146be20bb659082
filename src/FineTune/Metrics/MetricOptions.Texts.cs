namespace FineTune;

/// <content>The options of metrics that compare texts.</content>
public sealed partial record MetricOptions
{
    /// <summary>
    /// Gets which scores rouge gives: <c>rouge1</c> to <c>rouge9</c>, <c>rougeL</c>, <c>rougeLsum</c>. Default 1, 2, L, Lsum.
    /// </summary>
    public IReadOnlyList<string>? RougeTypes { get; init; }

    /// <summary>Gets whether rouge compares the stems of words of more than three letters (Porter's). Default false.</summary>
    public bool? UseStemmer { get; init; }

    /// <summary>Gets whether rouge gives the mean over rows (default) or a number a row.</summary>
    public bool? UseAggregator { get; init; }

    /// <summary>
    /// Gets what splits a text into tokens: rouge (default: lower-case words of ASCII letters and digits), bleu (default: that of
    /// mteval-v13a). <see cref="UseStemmer"/> belongs to the default of rouge.
    /// </summary>
    public Func<string, IReadOnlyList<string>>? Tokenizer { get; init; }

    /// <summary>Gets the longest run of tokens that bleu counts. Default 4.</summary>
    public int? MaxOrder { get; init; }

    /// <summary>Gets whether bleu adds one to right and all runs (Lin and Och). Default false.</summary>
    public bool? Smooth { get; init; }

    /// <summary>
    /// Gets what splits a text into tokens in sacrebleu: <c>13a</c> (default), <c>intl</c>, <c>char</c> or <c>none</c> (white space alone).
    /// </summary>
    public string? Tokenize { get; init; }

    /// <summary>Gets whether sacrebleu and chrf ignore case. Default false.</summary>
    public bool? Lowercase { get; init; }

    /// <summary>Gets what sacrebleu puts in the place of no right run. Default <see cref="FineTune.SmoothMethod.Exp"/>.</summary>
    public SmoothMethod? SmoothMethod { get; init; }

    /// <summary>
    /// Gets the number of <see cref="FineTune.SmoothMethod.Floor"/> (default 0.1) and <see cref="FineTune.SmoothMethod.AddK"/> (default 1).
    /// </summary>
    public double? SmoothValue { get; init; }

    /// <summary>Gets whether sacrebleu leaves out runs longer than any prediction, as fits single sentences. Default false.</summary>
    public bool? UseEffectiveOrder { get; init; }

    /// <summary>Gets the longest run of characters that chrf counts. Default 6.</summary>
    public int? CharOrder { get; init; }

    /// <summary>Gets the longest run of words that chrf counts. Default 0; 2 makes it chrF++.</summary>
    public int? WordOrder { get; init; }

    /// <summary>Gets how many times as much as precision recall counts in chrf. Default 2.</summary>
    public int? Beta { get; init; }

    /// <summary>Gets whether white space belongs to the characters of chrf. Default false.</summary>
    public bool? Whitespace { get; init; }

    /// <summary>
    /// Gets whether chrf averages the scores of run lengths, with almost 0 for those that do not occur, as chrF++.py, nltk and Moses do.
    /// Default false: precision and recall are averaged over those that occur.
    /// </summary>
    public bool? EpsSmoothing { get; init; }

    /// <summary>
    /// Gets regular expressions, in .NET's syntax, whose matches exact_match takes out of both texts before anything else, one after the
    /// other. Default none.
    /// </summary>
    public IReadOnlyList<string>? RegexesToIgnore { get; init; }

    /// <summary>Gets whether exact_match ignores case. Default false.</summary>
    public bool? IgnoreCase { get; init; }

    /// <summary>Gets whether exact_match ignores ASCII punctuation. Default false.</summary>
    public bool? IgnorePunctuation { get; init; }

    /// <summary>Gets whether exact_match ignores the digits 0 to 9. Default false.</summary>
    public bool? IgnoreNumbers { get; init; }

    private (string Name, object? Value)[] TextOptions() =>
    [
        (nameof(RougeTypes), RougeTypes), (nameof(UseStemmer), UseStemmer), (nameof(UseAggregator), UseAggregator),
        (nameof(Tokenizer), Tokenizer), (nameof(MaxOrder), MaxOrder), (nameof(Smooth), Smooth), (nameof(Tokenize), Tokenize),
        (nameof(Lowercase), Lowercase), (nameof(SmoothMethod), SmoothMethod), (nameof(SmoothValue), SmoothValue),
        (nameof(UseEffectiveOrder), UseEffectiveOrder), (nameof(CharOrder), CharOrder), (nameof(WordOrder), WordOrder), (nameof(Beta), Beta),
        (nameof(Whitespace), Whitespace), (nameof(EpsSmoothing), EpsSmoothing), (nameof(RegexesToIgnore), RegexesToIgnore),
        (nameof(IgnoreCase), IgnoreCase), (nameof(IgnorePunctuation), IgnorePunctuation), (nameof(IgnoreNumbers), IgnoreNumbers),
    ];
}
