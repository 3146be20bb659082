using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune.Classification;

/// <summary>The two records of arguments a run is made of, read from a JSON file with flags over it.</summary>
internal sealed record RunConfiguration
{
    private static readonly HashSet<string> s_runNames = [.. RunArgumentTable.All.Select(argument => argument.Name)];

    private HashSet<string> _named = [];

    private RunConfiguration(RunArguments run, TrainingArguments training, IReadOnlyList<string> warnings, IReadOnlyList<string> problems) =>
        (Run, Training, Warnings, Problems) = (run, training, warnings, problems);

    /// <summary>Gets every argument a file or a command line can set.</summary>
    public static IEnumerable<Argument> Arguments => [.. RunArgumentTable.All, .. ArgumentTable.All];

    /// <summary>Gets them by what they are about.</summary>
    public static IReadOnlyList<ArgumentGroup> Groups { get; } = [.. RunArgumentTable.Groups, .. ArgumentTable.Groups];

    public RunArguments Run { get; init; }

    public TrainingArguments Training { get; init; }

    /// <summary>Gets what was translated from an older version's spelling, or left out; one line each.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Gets whether a folder to write to was named; a run that only evaluates or predicts writes nothing without.</summary>
    public bool NamesOutputDir => IsNamed("output_dir");

    /// <summary>Gets the names that are unknown and the values of the wrong kind, one line each; they are left at their defaults.</summary>
    public IReadOnlyList<string> Problems { get; private init; }

    /// <summary>Gets whether the file or a flag gives an argument a value, be it the default.</summary>
    public bool IsNamed(string argument) => _named.Contains(argument);

    /// <summary>Gets the names that flags gave, as opposed to a file, which may hold more than a verb has use for.</summary>
    public IReadOnlyCollection<string> FlagNames { get; private init; } = [];

    /// <summary>Reads a file's object, if any, then flags. What is wrong is in <see cref="Problems"/>, so that it can be reported with all else.</summary>
    public static RunConfiguration Read(JsonObject? file, FlagReader flags, params IReadOnlyList<string> furtherProblems)
    {
        ArgumentReader reader = new();
        List<string> problems = [.. furtherProblems];
        RunArguments run = new();
        TrainingArguments training = new();
        if (file is not null)
        {
            file = WithoutEmpty(file, problems);
            run = ReadRun(file, problems);
            training = reader.Read(WithoutRunNames(file), training);
            problems.AddRange(reader.Problems.Select(WithRunSuggestion));
        }

        problems.AddRange(flags.Problems);
        foreach ((Argument argument, JsonNode? value) in flags.Values)
        {
            if (EmptyArguments.Problem(argument, value) is { } empty)
            {
                problems.Add("--" + empty);
                continue;
            }

            try
            {
                run = argument is Argument<RunArguments> ofRun ? ofRun.Write(run, value) : run;
                training = argument is TrainingArgument ofTraining ? ofTraining.Write(training, value) : training;
            }
            catch (FormatException exception)
            {
                problems.Add($"--{argument.Name}: {exception.Message}.");
            }
        }

        string[] names = [.. flags.Values.Select(flag => flag.Argument.Name).Distinct()];
        return new RunConfiguration(run, training, reader.Warnings, problems)
        {
            _named = [.. file?.Select(entry => entry.Key) ?? [], .. names],
            FlagNames = names,
        };
    }

    /// <summary>Takes records that a program made. What is not at its default counts as named, be it null or false.</summary>
    public static RunConfiguration Of(RunArguments run, TrainingArguments training)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(training);
        Argument<RunArguments>[] ofRun = [.. RunArgumentTable.All.Where(argument => argument.IsSet(run))];
        List<string> problems = [.. ofRun.Select(argument => argument.Refusal(argument.Read(run))).OfType<string>()];
        foreach (Argument<RunArguments> argument in RunArgumentTable.All)
        {
            if (EmptyArguments.Problem(argument, argument.Read(run)) is { } empty)
            {
                problems.Add("--" + empty);
                run = argument.Write(run, argument.Default);
            }
        }

        foreach (TrainingArgument argument in ArgumentTable.All)
        {
            if (EmptyArguments.Problem(argument, argument.Read(training)) is { } empty)
            {
                problems.Add("--" + empty);
                training = argument.Write(training, argument.Default);
            }
        }

        return new RunConfiguration(run, training, [], problems)
        {
            _named = [.. ofRun.Select(argument => argument.Name), .. ArgumentTable.All.Where(argument => argument.IsSet(training)).Select(argument => argument.Name)],
        };
    }

    /// <summary>Gets this configuration with further problems, which are reported with its own.</summary>
    public RunConfiguration WithProblems(IReadOnlyList<string> problems) => this with { Problems = [.. Problems, .. problems] };

    /// <summary>Gets this configuration if nothing is wrong with it.</summary>
    /// <exception cref="RunException">It has problems; it lists all.</exception>
    public RunConfiguration Validated() => Problems.Count == 0 ? this : throw new RunException(Problems);

    /// <summary>Gets the run's arguments that are not at their default, by the reference's names; never the token.</summary>
    public static JsonObject ToJson(RunArguments run) => new(RunArgumentTable.All
        .Where(argument => argument.Name != RunArgumentTable.Token)
        .Where(argument => JsonText.WriteLine(argument.Read(run)) != JsonText.WriteLine(argument.Default))
        .Select(argument => KeyValuePair.Create(argument.Name, argument.Read(run))));

    private static RunArguments ReadRun(JsonObject file, List<string> problems)
    {
        RunArguments run = new();
        foreach ((string name, JsonNode? value) in file)
        {
            if (RunArgumentTable.Find(name) is not { } argument || argument.Name != name)
            {
                continue;
            }

            try
            {
                run = argument.Write(run, value);
                if (argument.Refusal(argument.Read(run)) is { } refusal)
                {
                    problems.Add(refusal);
                }
            }
            catch (FormatException exception)
            {
                problems.Add($"{name}: {exception.Message}.");
            }
        }

        return run;
    }

    private static JsonObject WithoutEmpty(JsonObject file, List<string> problems)
    {
        (string Name, string Problem)[] empty = [.. Arguments
            .Select(argument => (argument.Name, Problem: EmptyArguments.Problem(argument, file[argument.Name])!))
            .Where(found => found.Problem is not null)];
        problems.AddRange(empty.Select(found => found.Problem));
        return new(file.Where(entry => !empty.Any(found => found.Name == entry.Key)).Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone())));
    }

    private static JsonObject WithoutRunNames(JsonObject file) => new(file
        .Where(entry => !s_runNames.Contains(entry.Key))
        .Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone())));

    /// <summary>A mistyped name may be one of the run's, which the reader of training arguments does not know.</summary>
    private static string WithRunSuggestion(string problem)
    {
        const string Ending = " is not an argument.";
        if (!problem.EndsWith(Ending, StringComparison.Ordinal))
        {
            return problem;
        }

        string? nearest = SpellingDistance.Nearest(problem[..^Ending.Length], s_runNames);
        return nearest is null ? problem : $"{problem} Did you mean {nearest}?";
    }
}
