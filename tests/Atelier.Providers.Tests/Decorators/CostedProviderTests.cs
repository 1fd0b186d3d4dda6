using Atelier.Providers.Answers;
using Atelier.Providers.Decorators;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.Decorators;

public sealed class CostedProviderTests
{
    [Theory]
    [InlineData(1, 1, 80L)]
    [InlineData(3, 1, 240L)]
    [InlineData(1, 4, 80L)]
    [InlineData(4, 4, 80L)]
    [InlineData(5, 4, 160L)]
    public async Task ReadAsync_NoCostTold_IsEstimatedFromWholeCalls(int pictures, int perCall, long nanos)
    {
        var answer = await ReadAsync(pictures, perCall, told: null, expected: 80);

        Assert.Equal((nanos, true), (answer.CostNanos, answer.Estimated));
        Assert.Equal(pictures, answer.Pictures.Count);
    }

    // All that was asked for was made and is billed, had or not; what a server lists besides is not.
    [Theory]
    [InlineData(3, 4, 4, 1, 320L)]
    [InlineData(1, 2, 1, 1, 80L)]
    [InlineData(1, 16, null, 1, 800L)]
    [InlineData(3, 4, 1, 4, 80L)]
    [InlineData(2, 2, 1, 1, 160L)]
    public async Task ReadAsync_SomeThatCouldNotBeHad_AreBilledAsWell(
        int pictures,
        int listed,
        int? asked,
        int perCall,
        long nanos
    )
    {
        var answer = await ReadAsync(pictures, perCall, told: null, expected: 80, listed, asked);

        Assert.Equal((nanos, true), (answer.CostNanos, answer.Estimated));
    }

    [Theory]
    [InlineData(7L, 80L)]
    [InlineData(0L, 80L)]
    [InlineData(null, null)]
    public async Task ReadAsync_CostToldOrNothingExpected_StaysAsItIs(long? told, long? expected)
    {
        var answer = await ReadAsync(2, 1, told, expected);

        Assert.Equal((told, false), (answer.CostNanos, answer.Estimated));
    }

    private static Task<ProviderAnswer> ReadAsync(
        int pictures,
        int perCall,
        long? told,
        long? expected,
        int? listed = null,
        int? asked = null
    )
    {
        var picture = new EncodedPicture(new byte[] { 1 }, null);
        var inner = new FakeProvider
        {
            Answer = new([.. Enumerable.Repeat(picture, pictures)], told) { Listed = listed },
        };
        var call = PaidCalls.Compiled(Orders.Create()) with
        {
            PicturesPerCall = perCall,
            ExpectedNanos = expected,
            Asked = asked,
        };
        return new CostedProvider(inner).ReadAsync(call, new MemorySpool(), TestContext.Current.CancellationToken);
    }
}
