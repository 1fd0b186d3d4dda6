namespace Atelier.Data.Cluster;

/// <summary>Another process works in the data folder; the message says which, where it answers, and the folder.</summary>
public sealed class DataFolderInUseException : Exception
{
    internal DataFolderInUseException(string folder, LockHolder? holder)
        : base(Describe(folder, holder))
    {
        Folder = folder;
        ProcessId = holder?.ProcessId;
        Address = holder?.Address;
    }

    /// <summary>The folder that is taken.</summary>
    public string Folder { get; }

    /// <summary>The process that holds it; null when it did not get to write its name.</summary>
    public int? ProcessId { get; }

    /// <summary>Where that process answers, or what it says it is doing.</summary>
    public string? Address { get; }

    private static string Describe(string folder, LockHolder? holder) =>
        holder is null
            ? $"Another process uses the data folder {folder}: stop it, or set ATELIER_DATA to another folder."
            : $"Process {holder.ProcessId} ({holder.Address}) uses the data folder {folder}: "
                + "stop it, or set ATELIER_DATA to another folder.";
}
