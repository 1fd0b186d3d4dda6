using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Errors;

public sealed class ReadyTests
{
    [Fact]
    public async Task Readyz_AnotherNodeHasAnotherCatalogue_WarnsAndStaysReady()
    {
        await using var server = new TestServer();
        await server.InitializeAsync();
        await server.House.ExecuteAsync(
            "INSERT INTO nodes (id, catalogue) VALUES (gen_random_uuid(), 'another'), (gen_random_uuid(), 'old')"
        );
        await server.House.ExecuteAsync(
            "UPDATE nodes SET seen_at = seen_at - interval '2 minutes' WHERE catalogue = 'old'"
        );

        var ready = await server.Nobody().ReadyAsync();

        Assert.Equal("ready", ready.TextAt("status"));
        Assert.Equal("differs", ready.TextAt("catalogue"));
    }

    [Fact]
    public async Task Readyz_OtherNodesGone_IsOk()
    {
        await using var server = new TestServer();
        await server.InitializeAsync();
        await server.House.ExecuteAsync(
            "INSERT INTO nodes (id, catalogue, seen_at) VALUES (gen_random_uuid(), 'old', atelier.now() - interval '2 minutes')"
        );

        Assert.Equal("ok", (await server.Nobody().ReadyAsync()).TextAt("catalogue"));
    }
}
