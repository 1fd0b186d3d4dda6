using System.Globalization;
using Atelier.Core.Catalogue;

namespace Atelier.Core.Tests.Catalogue;

public sealed class CatalogueErrorTests
{
    public static TheoryData<string, int, string, string, string> Mistakes =>
        [
            .. CatalogueMistakes.Rows.Select(row =>
                ($"{row[0].Trim()}.yaml", int.Parse(row[1], CultureInfo.InvariantCulture), row[2], row[3], row[4])
            ),
        ];

    [Theory]
    [InlineData("id", "id: brush\n    ")]
    [InlineData("name", "    name: Brush\n")]
    [InlineData("version", "    version: \"1\"\n")]
    [InlineData("strengths", "    strengths: [artistic]\n")]
    [InlineData("weaknesses", "    weaknesses: []\n")]
    [InlineData("grade", "    grade: standard\n")]
    [InlineData("aesthetic_score", "    aesthetic_score: 5\n")]
    [InlineData("photorealism_score", "    photorealism_score: 6\n")]
    [InlineData("provider", "provider: studio\n        ")]
    [InlineData("provider_model", "        provider_model: brush-1\n")]
    [InlineData("capabilities", "        capabilities: [text_to_image]\n")]
    [InlineData("sizes", "        sizes: { max_side: 1024 }\n")]
    [InlineData("price", "        price: { expected: 0, maximum: 0, as_of: 2026-11-20 }\n")]
    [Trait("Requirement", "A-01")]
    public void Read_ModelWithoutOneOfItsKeys_SaysWhichIsMissing(string key, string text) =>
        Assert.Contains(
            ErrorsOf(SmallCatalogue.With("models.yaml", text, "")),
            error =>
                error.File == "models.yaml"
                && error.Line > 0
                && error.Message.Contains($".{key} is missing", StringComparison.Ordinal)
        );

    [Theory]
    [Trait("Requirement", "A-01")]
    [MemberData(nameof(Mistakes))]
    public void Read_OneMistake_NamesFileLineAndKey(
        string file,
        int line,
        string text,
        string replacement,
        string message
    )
    {
        var errors = ErrorsOf(SmallCatalogue.With(file, text, replacement));

        Assert.Contains(
            errors,
            error =>
                error.File == file && error.Line == line && error.Message.Contains(message, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Read_MistakesInSeveralFiles_ThrowsThemAllAtOnce()
    {
        var files = SmallCatalogue.With("models.yaml", "grade: standard", "grade: gold");
        files = SmallCatalogue.Replace(files, "models.yaml", "seed: true", "seed: 1");
        files = SmallCatalogue.Replace(files, "prices.yaml", "high: 2", "high: two");
        files = SmallCatalogue.Replace(files, "providers.yaml", "lane: 5", "lane: 0");

        var errors = ErrorsOf(files);

        Assert.Equal(
            [("models.yaml", 8), ("models.yaml", 40), ("prices.yaml", 5), ("providers.yaml", 4)],
            errors.Select(error => (error.File, error.Line))
        );
    }

    [Fact]
    public void Read_BrokenFile_StillShowsTheMistakesOfTheOthers()
    {
        var files = SmallCatalogue.With("providers.yaml", "name: Studio", "name: [Studio");
        files = SmallCatalogue.Replace(files, "prices.yaml", "high: 2", "high: two");

        var errors = ErrorsOf(files);

        Assert.Equal([("prices.yaml", 5), ("providers.yaml", 3)], errors.Select(error => (error.File, error.Line)));
    }

    [Fact]
    public void Read_NoFiles_NamesEverySection() =>
        Assert.Equal(
            ["models.yaml", "policy.yaml", "prices.yaml", "providers.yaml", "sizes.yaml", "styles.yaml", "words.yaml"],
            ErrorsOf([]).Select(error => error.File)
        );

    [Fact]
    public void Read_SectionThatStandsTwice_NamesTheSecondFile()
    {
        var second = new CatalogueFile("zoo.yaml", "\nprices:\n  remove_background: 1\n");

        var error = Assert.Single(ErrorsOf([.. SmallCatalogue.Files(), second]));

        Assert.Equal("zoo.yaml:2: prices stands in prices.yaml already; keep one.", error.ToString());
    }

    [Fact]
    public void Read_CircleOfSuccessors_NamesEveryMember()
    {
        var files = SmallCatalogue.With(
            "models.yaml",
            "name: Easel",
            "name: Easel\n    retires: 2027-01-01\n    successor: brush"
        );

        Assert.Equal([12, 50], ErrorsOf(files).Select(error => error.Line));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing but a comment\n")]
    [InlineData("--- {}\n--- {}\n")]
    [InlineData("just a word")]
    [InlineData("{ [a, b]: c }")]
    public void Read_FileWithoutSections_IsAnErrorOfThatFile(string text) =>
        Assert.Contains(
            ErrorsOf([.. SmallCatalogue.Files(), new CatalogueFile("zoo.yaml", text)]),
            error => error.File == "zoo.yaml"
        );

    [Fact]
    public void Read_ThousandsOfBrackets_IsAnError()
    {
        var deep = new CatalogueFile("zoo.yaml", "models: " + new string('[', 100_000));

        Assert.Contains(
            ErrorsOf([.. SmallCatalogue.Files(), deep]),
            error => error.Message.Contains("levels", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("providers.yaml")]
    [InlineData("models.yaml")]
    [InlineData("styles.yaml")]
    [InlineData("sizes.yaml")]
    [InlineData("prices.yaml")]
    [InlineData("tiers.yaml")]
    [InlineData("policy.yaml")]
    public void Read_FileCutOrSpoiltAnywhere_LoadsOrSaysWhere(string name)
    {
        var files = SmallCatalogue.Files();
        var text = files.Single(file => file.Name == name).Text;
        var lines = text.Count(letter => letter == '\n') + 1;
        string[] spoilers =
        [
            "[",
            "{",
            "\"",
            "'",
            "&a ",
            "*a",
            "!x ",
            "|",
            "? ",
            "- ",
            ":",
            "\t",
            "%",
            "\"\\U99999999\"",
            "\0",
        ];
        var refused = 0;
        for (var at = 0; at <= text.Length; at += 3)
        {
            foreach (var spoilt in spoilers.Select(spoiler => text.Insert(at, spoiler)).Prepend(text[..at]))
            {
                var errors = TryRead([.. files.Select(file => file.Name == name ? file with { Text = spoilt } : file)]);
                refused += errors.Count > 0 ? 1 : 0;
                Assert.All(
                    errors.Where(error => error.File == name),
                    error => Assert.InRange(error.Line, 1, lines + 1)
                );
            }
        }

        Assert.True(refused > text.Length, $"Only {refused} of the spoilt files were refused.");
    }

    private static IReadOnlyList<CatalogueError> TryRead(IReadOnlyList<CatalogueFile> files)
    {
        try
        {
            CatalogueReader.Read(files);
            return [];
        }
        catch (CatalogueException refused)
        {
            return refused.Errors;
        }
    }

    private static IReadOnlyList<CatalogueError> ErrorsOf(IReadOnlyList<CatalogueFile> files) =>
        Assert.Throws<CatalogueException>(() => CatalogueReader.Read(files)).Errors;
}
