namespace Atelier.House.Tests.Sources;

public sealed class SourceLengthTests
{
    private const int UsualMost = 250;
    private const int Most = 400;

    [Fact]
    public void Lengths_OfOurSources_StayReadable()
    {
        var files = Repository
            .Files("src", "*.cs")
            .Select(path => (Path: path, Lines: File.ReadLines(Repository.PathOf(path)).Count()))
            .OrderBy(file => file.Lines)
            .ToList();
        Assert.NotEmpty(files);
        var median = files[Rank(files.Count, 50)].Lines;
        var ninetieth = files[Rank(files.Count, 90)].Lines;
        var figures =
            $"{files.Count} source files: median {median} lines, 90th percentile {ninetieth}, "
            + $"longest {files[^1].Lines} ({files[^1].Path})";
        Print(figures);

        Assert.True(ninetieth <= UsualMost, $"{figures}; nine in ten should have at most {UsualMost} lines.");
        Assert.True(files[^1].Lines <= Most, $"{figures}; split what has more than {Most} lines.");
    }

    // Nearest rank: the smallest length that at least this share of the files does not pass.
    private static int Rank(int count, int percent) => ((count * percent) + 99) / 100 - 1;

    private static void Print(string figures)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(figures);
        if (Environment.GetEnvironmentVariable("ATELIER_PRINT") == "1")
            Console.WriteLine(figures);
    }
}
