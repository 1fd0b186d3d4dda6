using System.Text.RegularExpressions;

namespace Atelier.House.Tests.Sources;

public sealed partial class SourceHygieneTests
{
    private static readonly string[] _text =
    [
        ".cs",
        ".csproj",
        ".props",
        ".targets",
        ".sql",
        ".json",
        ".yaml",
        ".yml",
        ".js",
        ".jsx",
        ".ts",
        ".tsx",
        ".css",
        ".html",
        ".md",
        ".bash",
        ".sh",
        "",
    ];

    [Fact]
    public void Sources_OfTheRepository_NameNoPathOfAMachine()
    {
        var files = new[] { "src", "tests", "catalog", "docs", "bench", ".ci" }
            .SelectMany(folder => Repository.Files(folder))
            .Where(path => _text.Contains(Path.GetExtension(path)))
            .ToList();
        Assert.NotEmpty(files);

        Assert.Empty(Hits(files, MachinePath()));
    }

    [Fact]
    public void Sources_InCSharp_NeverSleep()
    {
        var files = Repository.Files("src", "*.cs").Concat(Repository.Files("tests", "*.cs"));

        Assert.Empty(Hits(files, Sleep()));
    }

    [Theory]
    [InlineData("read(\"/home" + "/ann/x\")", true)]
    [InlineData("in /root" + "/.nuget", true)]
    [InlineData("C:" + @"\Users\ann", true)]
    [InlineData("/Users" + "/ann", true)]
    [InlineData("/api/home/page", false)]
    [InlineData("https://example.org/root/x", false)]
    [InlineData("the /root folder", false)]
    public void MachinePath_OfAText_IsFound(string text, bool found) =>
        Assert.Equal(found, MachinePath().IsMatch(text));

    private static List<string> Hits(IEnumerable<string> files, Regex wanted) =>
        [
            .. files.SelectMany(path =>
                File.ReadLines(Repository.PathOf(path))
                    .Select((line, index) => (line, number: index + 1))
                    .Where(entry => wanted.IsMatch(entry.line))
                    .Select(entry => $"{path}:{entry.number}: {entry.line.Trim()}")
            ),
        ];

    [GeneratedRegex(@"(?<![\w.}/-])/(?:home|root|work|mnt|Users)/[\w.]|\b[A-Z]:\\+(?:Users|Windows|Temp|Program)\b")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\bThread\s*\.\s*Sleep\s*\(")]
    private static partial Regex Sleep();
}
