namespace FineTune.Data;

/// <content>Data sets that cannot be written to files, or read from where they were saved.</content>
internal static partial class DataError
{
    public static IOException NotASavedPlace(string path) => new(
        $"{path} exists and is no saved data set; saving would replace it. Choose another folder, or remove it first.");

    public static FileNotFoundException NotSaved(string folder, bool isDict) => new(isDict
        ? $"{folder} holds several splits. Use DatasetDict.LoadFromDisk, or name the folder of one."
        : $"{folder} is no saved data set: there is no state.json. Name a folder that SaveToDisk (or Python's save_to_disk) made{Absent(folder)}.");

    public static FileNotFoundException NotSavedSplits(string folder, bool isOne) => new(isOne
        ? $"{folder} holds one data set, not several splits. Use Dataset.LoadFromDisk."
        : $"{folder} holds no saved splits: there is no dataset_dict.json. Name a folder that SaveToDisk (or Python's save_to_disk) made{Absent(folder)}.");

    public static ArgumentException MixedShapes(string column, Feature one, Feature other) => new(
        $"Column \"{column}\" holds {one} in one place and {other} in another, and a file needs one of them. Give every row the same.");

    public static ArgumentException TooManyDigits(decimal value, int scale) => new(
        $"{value} has more than the {scale} digits behind the point that its column keeps. Round it, or cast the column.");

    public static ArgumentException DecimalDoesNotFit(decimal value, string dtype) => new(
        $"{value} has more digits than {dtype} keeps. Round it, or cast the column to a decimal of more digits.");

    private static string Absent(string folder) => Directory.Exists(folder) ? string.Empty : "; there is no such folder";
}
