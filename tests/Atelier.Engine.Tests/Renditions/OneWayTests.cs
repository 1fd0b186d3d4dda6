using Atelier.Engine.Tests.Nodes;

namespace Atelier.Engine.Tests.Renditions;

/// <summary>Which sources know where files of images lie, and which of them know of the clean ones.</summary>
public sealed class OneWayTests
{
    [Fact]
    public void Sources_ThatReachFilesOfImages_AreTheFiveThatMay() =>
        Assert.Equal(
            [
                "Atelier.Engine/Finishing/PictureKeeper.cs",
                "Atelier.Engine/Photos/PhotoLibrary.cs",
                "Atelier.Engine/Photos/UploadKeeper.cs",
                "Atelier.Engine/Renditions/StoredFiles.cs",
                "Atelier.Engine/Sources/SourceFiles.cs",
            ],
            SourcesWith("BlobKeys.In(")
        );

    [Fact]
    public void Sources_ThatAskForCleanFiles_AreTheOneThatCopiesAndTheOneThatEdits() =>
        Assert.Equal(
            ["Atelier.Engine/Photos/PhotoLibrary.cs", "Atelier.Engine/Sources/SourceFiles.cs"],
            SourcesWith(".FindCleanAsync(")
        );

    // It moves clean files without looking into them.
    [Fact]
    public void Library_ThatMovesFiles_OpensNone() =>
        Assert.DoesNotContain("Atelier.Engine/Photos/PhotoLibrary.cs", SourcesWith("blobs.OpenAsync("));

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
