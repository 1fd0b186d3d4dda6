using Atelier.Engine.Tests.Nodes;

namespace Atelier.Engine.Tests.Renditions;

/// <summary>Which sources know where files of images lie, and which of them know of the clean ones.</summary>
public sealed class OneWayTests
{
    [Fact]
    public void Sources_ThatReachFilesOfImages_AreTheOnesThatMay() =>
        Assert.Equal(
            [
                "Atelier.Engine/Finishing/PictureKeeper.cs",
                "Atelier.Engine/Photos/PhotoLibrary.cs",
                "Atelier.Engine/Photos/UploadKeeper.cs",
                "Atelier.Engine/Renditions/StoredFiles.cs",
                "Atelier.Engine/Repeats/RepeatStep.cs",
                "Atelier.Engine/Sources/MaskKeeper.cs",
                "Atelier.Engine/Sources/SourceFiles.cs",
                // It deletes them.
                "Atelier.Engine/Sweeping/RetentionSweeper.cs",
            ],
            SourcesWith("BlobKeys.In(")
        );

    [Fact]
    public void Sources_ThatAskForCleanFiles_AreThoseThatCopyAndTheOneThatEdits() =>
        Assert.Equal(
            [
                "Atelier.Engine/Photos/PhotoLibrary.cs",
                "Atelier.Engine/Repeats/RepeatStep.cs",
                "Atelier.Engine/Sources/SourceFiles.cs",
            ],
            SourcesWith(".FindCleanAsync(")
        );

    [Fact]
    public void Sources_ThatNameTheCleanLook_AreTheOneThatChoosesItAndThoseThatShowNothing() =>
        Assert.Equal(
            [
                // Hashes of what will come again before it is marked.
                "Atelier.Engine/Checking/KnownPictures.cs",
                // Checks what it gives again.
                "Atelier.Engine/Repeats/RepeatStep.cs",
                "Atelier.Engine/Sources/SourceFiles.cs",
                // By what was signed for a provider.
                "Atelier.Server/Images/SourceEndpoint.cs",
            ],
            SourcesWith("SourceLook.Clean")
        );

    // They move clean files without looking into them.
    [Theory]
    [InlineData("Photos/PhotoLibrary.cs")]
    [InlineData("Repeats/RepeatStep.cs")]
    public void Source_ThatCopiesFiles_OpensNone(string source) =>
        Assert.DoesNotContain($"Atelier.Engine/{source}", SourcesWith("blobs.OpenAsync("));

    [Fact]
    public void Sources_ThatReadStoredFilesForShowing_AreBehindImageAccess() =>
        Assert.All(SourcesWith("StoredFiles "), path => Assert.StartsWith("Atelier.Engine/Renditions/", path));

    private static List<string> SourcesWith(string text)
    {
        var root = Repository.Folder("src");
        return
        [
            .. Directory
                .EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
                .Where(path =>
                    !path.Contains(
                        $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}",
                        StringComparison.Ordinal
                    )
                )
                .Where(path => File.ReadAllText(path).Contains(text, StringComparison.Ordinal))
                .Select(path => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/'))
                .Order(StringComparer.Ordinal),
        ];
    }
}
