using System.Text;
using FineTune.Data;

namespace FineTune.Classification;

/// <summary>Reads the files of a run, collecting what is wrong with any of them.</summary>
internal static class TaskFiles
{
    private static readonly string[] s_endings = [".csv", ".tsv", ".json", ".jsonl", ".parquet", ".arrow", .. SqliteFile.Endings];

    /// <exception cref="RunException">A file is missing, empty, of an unknown kind or cannot be read; it lists all that are.</exception>
    public static IReadOnlyDictionary<string, TaskSplit> Load(RunArguments run, bool train, bool validation, bool test, List<string> warnings)
    {
        List<string> problems = [];
        Dictionary<string, TaskSplit> splits = [];
        if (run.Query is not null && !GivenFiles().Any(SqliteFile.Is))
        {
            problems.Add($"--query: it chooses the rows of a SQLite file ({string.Join(", ", SqliteFile.Endings)}), but no file is one.");
        }

        if (run.CsvSep is not null && !GivenFiles().Any(file => DataFile.TryFormatOf(file) is DataFormat.Csv or DataFormat.Tsv))
        {
            problems.Add("--csv_sep: it stands between the values of csv and tsv files, but no file is one. Leave it out.");
        }

        Load("train", train ? run.TrainFile : null);
        Load("validation", validation ? run.ValidationFile : null);
        Load("test", test ? run.TestFile : null);
        return problems.Count == 0 ? splits : throw new RunException(problems);

        IEnumerable<string> GivenFiles() => new[] { run.TrainFile, run.ValidationFile, run.TestFile }.OfType<string>();

        void Load(string name, string? file)
        {
            if (file is null)
            {
                return;
            }

            try
            {
                (Dataset rows, IReadOnlyList<string>? classes) = GlueFile.Read(file, run, warnings) ?? (Read(file, $"--{name}_file", run), null);
                splits[name] = TaskSplit.Cut(name, file, rows, run) with { ClassNames = classes };
            }
            catch (RunException exception)
            {
                problems.AddRange(exception.Problems);
            }
        }
    }

    /// <summary>
    /// Reads one file by its ending, its cells as they are written (see <see cref="Cell"/>); of a SQLite file the rows of a query, or of the only table.
    /// </summary>
    /// <exception cref="RunException">It is missing, empty, of an unknown kind or cannot be read.</exception>
    public static Dataset Read(string file, string flag, RunArguments run)
    {
        if (!File.Exists(file))
        {
            throw new RunException(Directory.Exists(file)
                ? $"{flag}: {file} is a folder; expected a file that ends in {string.Join(", ", s_endings)}."
                : $"{flag}: there is no file {file}{Similar(file)}. Paths are relative to the current directory, {Directory.GetCurrentDirectory()}.");
        }

        if (!SqliteFile.Is(file) && DataFile.TryFormatOf(file) is null or DataFormat.Text)
        {
            string ending = Path.GetExtension(file).ToLowerInvariant();
            throw new RunException($"{flag}: {file} ends in \"{ending}\"; expected one of {string.Join(", ", s_endings)}.");
        }

        try
        {
            Dataset data = SqliteFile.Is(file) ? SqliteFile.Read(file, run.Query) : DataFile.FormatOf(file) switch
            {
                DataFormat.Csv or DataFormat.Tsv => ReadTexts(file, run.CsvSep),
                DataFormat.Json => JsonFile.ReadAsWritten(file) is var rows && FileShape.JsonProblem(file, rows) is { } problem ? throw new RunException($"{flag}: {problem}") : rows,
                _ => Dataset.Load(file),
            };
            return data.NumRows > 0 ? data : throw new RunException($"{flag}: {file} has no rows. Add at least one below the header.");
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or FormatException or ArgumentException or InvalidOperationException
            or DecoderFallbackException or UnauthorizedAccessException && exception is not RunException)
        {
            string message = exception.Message.Contains(file, StringComparison.Ordinal) ? exception.Message : $"{file}: {exception.Message}";
            throw new RunException($"{flag}: {message}");
        }
    }

    /// <summary>Gets the separator that a flag spells.</summary>
    public static string? SeparatorOf(string? flag) => flag?.Replace("\\t", "\t", StringComparison.Ordinal);

    /// <summary>Every cell of a csv or tsv file is a text; only an empty one is missing.</summary>
    private static Dataset ReadTexts(string file, string? separator)
    {
        bool isTsv = DataFile.FormatOf(file) == DataFormat.Tsv;
        string sep = SeparatorOf(separator) ?? (isTsv ? "\t" : ",");
        if (FileShape.SeparatorProblem(file, sep) is { } problem)
        {
            throw new InvalidDataException(problem);
        }

        CsvOptions asTexts = new() { Dtype = Value.String, KeepDefaultNa = false, Sep = sep };
        return isTsv ? Dataset.LoadTsv(file, asTexts) : Dataset.LoadCsv(file, asTexts);
    }

    private static string Similar(string file)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        if (!Directory.Exists(folder))
        {
            return $" (nor a folder {folder})";
        }

        string? nearest = Training.SpellingDistance.Nearest(
            Path.GetFileName(file), Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)));
        return nearest is null ? string.Empty : $" (did you mean {Path.Combine(Path.GetDirectoryName(file) ?? string.Empty, nearest)}?)";
    }
}
