using Atelier.Data.Accounts;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Accounts;

public sealed class SessionTests : StoreTests
{
    private static readonly TimeSpan Minutes = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Days = TimeSpan.FromDays(7);

    private SessionStore Sessions => new(House.Data);

    [Fact]
    public async Task OpenAsync_CodeUsedTwice_WorksOnce()
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        var code = await Sessions.CreateCodeAsync(account, Minutes, Actor.Service, Cancel);

        var token = await Sessions.OpenAsync(code, Days, Cancel);

        Assert.Equal(account, (await Sessions.FindAsync(token!, Cancel))!.Id);
        Assert.Null(await Sessions.OpenAsync(code, Days, Cancel));
        Assert.Equal(1, await House.ScalarAsync<long>("SELECT count(*) FROM sessions"));
    }

    [Fact]
    public async Task OpenAsync_TwoAtOnceWithOneCode_OneWins()
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        var nodes = new[] { new SessionStore(AddNode()), new SessionStore(AddNode()) };
        for (var round = 1; round <= 20; round++)
        {
            var code = await Sessions.CreateCodeAsync(account, Minutes, Actor.Service, Cancel);

            var tokens = await Together.RunAsync(2, index => nodes[index].OpenAsync(code, Days, Cancel));

            Assert.Single(tokens, token => token is not null);
            Assert.Equal(round, await House.ScalarAsync<long>("SELECT count(*) FROM sessions"));
        }
    }

    [Fact]
    public async Task Codes_AndSessions_AreStoredAsHashesOnly()
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        var code = await Sessions.CreateCodeAsync(account, Minutes, Actor.Service, Cancel);
        var codes = await RowsAsync("sign_in_codes");
        var codeHash = await House.ScalarAsync<byte[]>("SELECT hash FROM sign_in_codes");

        var token = await Sessions.OpenAsync(code, Days, Cancel);

        Assert.DoesNotContain(code, codes, StringComparison.Ordinal);
        Assert.Equal(ApiKeySecret.Hash(code), codeHash);
        Assert.DoesNotContain(token!, await RowsAsync("sessions"), StringComparison.Ordinal);
        Assert.Equal(ApiKeySecret.Hash(token!), await House.ScalarAsync<byte[]>("SELECT hash FROM sessions"));
    }

    [Fact]
    public async Task OpenAsync_CodeTooOldOrUnknown_IsNull()
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        var late = await Sessions.CreateCodeAsync(account, Minutes, Actor.Service, Cancel);
        await House.MoveClockAsync(Minutes);

        Assert.Null(await Sessions.OpenAsync(late, Days, Cancel));
        Assert.Null(await Sessions.OpenAsync("unknown", Days, Cancel));
        Assert.Equal(0, await House.ScalarAsync<long>("SELECT count(*) FROM sessions"));
    }

    [Fact]
    public async Task CreateCodeAsync_LateCodesOfOthers_AreSweptAway()
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        await Sessions.CreateCodeAsync(account, Minutes, Actor.Service, Cancel);
        await House.MoveClockAsync(TimeSpan.FromMinutes(11));

        await Sessions.CreateCodeAsync(account, Minutes, Actor.Service, Cancel);

        Assert.Equal(1, await House.ScalarAsync<long>("SELECT count(*) FROM sign_in_codes"));
    }

    [Fact]
    public async Task FindAsync_SessionOver_IsNull()
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        var (closed, late) = (await OpenAsync(account), await OpenAsync(account));
        await Sessions.CloseAsync(closed, Cancel);

        Assert.Null(await Sessions.FindAsync(closed, Cancel));
        Assert.NotNull(await Sessions.FindAsync(late, Cancel));
        await House.MoveClockAsync(Days);
        Assert.Null(await Sessions.FindAsync(late, Cancel));
        Assert.Null(await Sessions.FindAsync("unknown", Cancel));
    }

    private async Task<string> OpenAsync(Guid account) =>
        (
            await Sessions.OpenAsync(
                await Sessions.CreateCodeAsync(account, Minutes, Actor.Service, Cancel),
                Days,
                Cancel
            )
        )!;

    private Task<string?> RowsAsync(string table) =>
        House.ScalarAsync<string>($"SELECT string_agg(t::text || encode(hash, 'escape'), ' ') FROM {table} t");
}
