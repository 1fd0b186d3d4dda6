using Atelier.Engine.Catalogue;
using Atelier.Server.Setup;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Catalogue;

/// <summary>The operator's YAML over ours, as the operator sees it.</summary>
public sealed class CatalogueDoorTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Door = "/admin/api/catalog";

    private string Folder => Path.Combine(server.DataFolder, "catalog");

    [Fact]
    public async Task Get_FilesInTheDataFolder_AreLaidOverAndReloaded_AndABrokenOneIsTold()
    {
        var plain = await server.Owner().GetAsync(Door);
        Assert.Equal((200, "catalog"), (plain.Status, plain.TextAt("object")));
        Assert.Equal(Folder, plain.TextAt("overlay"));
        Assert.All(Files(plain), file => Assert.False(file.Overlay));
        Assert.Contains("local-painter", Ids(plain, "alive"));
        Assert.Contains("gpt-image-1", Ids(plain, "retired"));

        Directory.CreateDirectory(Folder);
        var own = Path.Combine(Folder, "own.yml");
        await WriteAsync(
            own,
            "models:\n  - { id: local-painter, name: Our painter }\n  - { id: z-image-turbo, remove: true }\n"
        );
        var changed = await server.Owner().GetAsync(Door);
        Assert.NotEqual(plain.TextAt("version"), changed.TextAt("version"));
        Assert.Equal((own, true), Files(changed)[^1]);
        Assert.DoesNotContain("z-image-turbo", Ids(changed, "alive"));
        Assert.Equal("Our painter", (await server.Owner().GetAsync("/v1/models/local-painter")).TextAt("name"));

        await WriteAsync(own, "models:\n  - { id: local-painter, grade: gold }\n");
        var broken = await server.Owner().GetAsync(Door);
        Assert.Equal(changed.TextAt("version"), broken.TextAt("version"));
        Assert.Contains($"{own}:2: models[local-painter].grade", broken.TextAt("problem"), StringComparison.Ordinal);

        Directory.Delete(Folder, recursive: true);
        await LookTwiceAsync();
        var again = await server.Owner().GetAsync(Door);
        Assert.Equal(plain.TextAt("version"), again.TextAt("version"));
        Assert.False(again.Json.TryGetProperty("problem", out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/check")]
    public async Task Get_WithoutAdminScope_IsRefused(string path)
    {
        var caller = await server.AddCallerAsync();

        Refusal.IsProblem(await caller.GetAsync(Door + path), 403, "forbidden");
        Refusal.IsProblem(await server.Nobody().GetAsync(Door + path), 401, "unauthorized");
    }

    [Fact]
    public void Settings_FolderThatIsNotThere_SaysSoInASentence()
    {
        var error = Assert.Throws<SettingsException>(() => Read("/nowhere/catalog"));

        Assert.StartsWith("ATELIER_CATALOG must be a folder that exists", error.Message, StringComparison.Ordinal);
        Assert.Equal(server.DataFolder, Read(server.DataFolder).CatalogueOverlay);
        Assert.Null(Read("").CatalogueOverlay);
    }

    private static ServerSettings Read(string folder) =>
        ServerSettings.Read(new ConfigurationBuilder().AddInMemoryCollection([new("ATELIER_CATALOG", folder)]).Build());

    private async Task WriteAsync(string path, string text)
    {
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        await LookTwiceAsync();
    }

    // A change counts when it was seen twice; the server's own watcher looks too.
    private async Task LookTwiceAsync()
    {
        var watcher = server.Services.GetRequiredService<CatalogueWatcher>();
        await watcher.RunOnceAsync(TestContext.Current.CancellationToken);
        await watcher.RunOnceAsync(TestContext.Current.CancellationToken);
    }

    private static List<(string Name, bool Overlay)> Files(Answer answer) =>
        [
            .. answer
                .At("files")
                .EnumerateArray()
                .Select(file => (file.GetProperty("name").GetString()!, file.GetProperty("overlay").GetBoolean())),
        ];

    private static List<string?> Ids(Answer answer, string state) =>
        [.. answer.At($"models.{state}").EnumerateArray().Select(id => id.GetString())];
}
