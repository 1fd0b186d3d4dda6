namespace Atelier.Providers.Answers;

/// <summary>What is kept of an answer that is read as it comes.</summary>
internal sealed record SieveRules
{
    /// <summary>Members whose text is a file, as base64 or as a data URL, or that list such texts.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Members whose text is an address; a data URL there is a file.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>The member whose text may be a megabyte long; null for none.</summary>
    public string? LongText { get; init; }

    /// <summary>Bytes of JSON that are left without the files, at most. The default is 4 MB.</summary>
    public int MostJson { get; init; } = 4 * 1024 * 1024;

    /// <summary>Bytes that are read at most, where the stream has no bound of its own.</summary>
    public long MostBytes { get; init; } = long.MaxValue;
}
