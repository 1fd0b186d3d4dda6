namespace Atelier.Imaging.Tests.Corpus;

/// <summary>A file made by code, and what must become of it.</summary>
/// <param name="Kind">The row of the table it counts in.</param>
/// <param name="Name">Unique within its kind.</param>
/// <param name="Verdict">What must become of it.</param>
/// <param name="Make">Called when it is its turn: all files at once would fill the memory that is measured.</param>
internal sealed record CorpusFile(string Kind, string Name, Verdict Verdict, Func<byte[]> Make);
