namespace FineTune.Hub;

/// <summary>The titles of commits that the caller gave none.</summary>
internal static class UploadMessages
{
    public const string Folder = "Upload folder using FineTune";

    public static string File(string path) => $"Upload {path} with FineTune";

    public static string Deletion(string path) => $"Delete {path} with FineTune";

    public static string FolderDeletion(string path) => $"Delete folder {path} with FineTune";
}
