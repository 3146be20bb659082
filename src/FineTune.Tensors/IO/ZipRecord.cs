namespace FineTune.IO;

/// <summary>A file inside a zip file, stored as it is.</summary>
/// <param name="Name">Its whole name, folders included.</param>
/// <param name="Position">Where its bytes begin in the zip file.</param>
/// <param name="Length">How many there are.</param>
/// <param name="Crc">Their checksum.</param>
internal readonly record struct ZipRecord(string Name, long Position, long Length, uint Crc);
