using Atelier.Data.Generations;
using Atelier.Data.Queue;
using Atelier.Data.Tests.Attempts;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Generations;

public sealed class WorkReadsTests : PaidStoreTests
{
    [Fact]
    public async Task LoadAsync_ManyAtOnce_EachGetsItsOwn()
    {
        await House.ExecuteAsync("UPDATE lanes SET capacity = NULL");
        var claims = new List<Claim>();
        for (var number = 0; number < 20; number++)
        {
            claims.Add(await ClaimPaidAsync());
        }

        using var reads = new WorkReads(House.Data, TimeProvider.System);

        var loaded = await Together.RunAsync(
            60,
            index => reads.LoadAsync(claims[index % claims.Count].GenerationId, Cancel)
        );

        for (var index = 0; index < loaded.Count; index++)
        {
            var claim = claims[index % claims.Count];
            Assert.Equal(claim.AccountId, loaded[index]!.Work.AccountId);
            Assert.Equal(claim.AttemptId, Assert.Single(loaded[index]!.Attempts).Id);
        }
    }

    [Fact]
    public async Task LoadAsync_OneOfThemIsGone_IsNullForIt()
    {
        var claim = await ClaimPaidAsync();
        using var reads = new WorkReads(House.Data, TimeProvider.System);

        var loaded = await Together.RunAsync(
            10,
            index => reads.LoadAsync(index % 2 == 0 ? claim.GenerationId : Guid.CreateVersion7(), Cancel)
        );

        Assert.All(loaded.Where((_, index) => index % 2 == 0), Assert.NotNull);
        Assert.All(loaded.Where((_, index) => index % 2 != 0), Assert.Null);
    }
}
