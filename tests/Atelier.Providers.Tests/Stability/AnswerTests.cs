using System.Text;
using Atelier.Core.Requests;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Tests.Conformance;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.Stability;

public sealed class AnswerTests(ConformanceBench<StabilityWire> bench) : StabilityTests(bench)
{
    private static readonly CompiledCall Call = Ready(
        Order("stable-image/generate/core", new Create("a red fox", null, null))
    );

    [Theory]
    [InlineData("stable-image/generate/core")]
    [InlineData("sd3.5-large")]
    [InlineData("stable-diffusion-xl-1024-v1-0")]
    public async Task Run_PictureFiltered_IsARefusalThatWasCharged(string providerModel)
    {
        var order = Order(providerModel, new Create("a red swimsuit", null, null));

        var failure = await FailAsync(Paid(Ready(order)));

        Assert.Equal((FailureKind.Refused, Charge.Charged), (failure!.Kind, failure.Charge));
        Assert.Equal(Ready(order).ExpectedNanos, Emulated.Bill.NanoDollars);
    }

    [Fact]
    public async Task Run_OneOfThreeFiltered_BringsTwoAndCostsThree()
    {
        var order = Order("stable-diffusion-xl-1024-v1-0", new Create("a red swimsuit", null, null));

        var done = await RunAsync(order, pictures: 3);

        Assert.Equal(2, done.Answer.Pictures.Count);
        Assert.Equal(Emulated.Bill.NanoDollars, done.Answer.CostNanos);
        Assert.Equal(27_000_000, done.Answer.CostNanos);
    }

    [Theory]
    [InlineData("""{"image":"AQID","finish_reason":"SUCCESS","seed":5}""", 5L)]
    [InlineData("""{"result":"AQID","finish_reason":"SUCCESS","seed":"5"}""", 5L)]
    [InlineData("""{"image":"AQID"}""", null)]
    [InlineData("""{"image":null,"result":"AQID","seed":-1}""", null)]
    [InlineData("""[{"base64":"AQID","seed":4294967295,"finishReason":"SUCCESS"}]""", 4_294_967_295L)]
    [InlineData("""{"artifacts":[{"base64":"AQID","seed":5,"finishReason":"SUCCESS"},{"finishReason":"ERROR"}]}""", 5L)]
    public async Task ReadAsync_AnyShape_IsThePicture(string answer, long? seed)
    {
        var picture = Assert.Single((await ReadAsync(answer)).Pictures);

        Assert.Equal([1, 2, 3], picture.Bytes.ToArray());
        Assert.Equal(seed, picture.Seed);
    }

    [Fact]
    public async Task ReadAsync_OneOfTwoIsNoPicture_BothAreBilled()
    {
        var answer = await ReadAsync("""{"artifacts":[{"base64":"AQID"},{"base64":"%","finishReason":"SUCCESS"}]}""");

        Assert.Single(answer.Pictures);
        Assert.Equal(60_000_000, answer.CostNanos);
    }

    [Theory]
    [InlineData("""{"image":"","finish_reason":"SUCCESS"}""", FailureKind.Unreadable)]
    [InlineData("""{"image":"not base64!","finish_reason":"SUCCESS"}""", FailureKind.Unreadable)]
    [InlineData("""{"image":7}""", FailureKind.Unreadable)]
    [InlineData("""{"image":"AQID","finish_reason":"ERROR"}""", FailureKind.Unreadable)]
    [InlineData("""{"artifacts":[]}""", FailureKind.Unreadable)]
    [InlineData("""{"artifacts":[7,null,"x",[]]}""", FailureKind.Unreadable)]
    [InlineData("""{"kept_in":"nowhere"}""", FailureKind.Unreadable)]
    [InlineData("""{"image":"AQID","finish_reason":"content_filtered"}""", FailureKind.Refused)]
    public async Task ReadAsync_NoPicture_IsAFailureThatWasCharged(string answer, FailureKind kind)
    {
        var failure = await Assert.ThrowsAsync<ProviderException>(() => ReadAsync(answer));

        Assert.Equal((kind, Charge.Charged), (failure.Kind, failure.Charge));
    }

    [Fact]
    public async Task ReadAsync_WordsErasedMeanwhile_ReadsThePicturesThatWerePaidFor()
    {
        var spool = new MemorySpool();
        await Adapter.SubmitAsync(Paid(Call, spool: spool), Cancel);

        var answer = await Adapter.ReadAsync(Call with { Parameters = default }, spool, Cancel);

        Assert.Single(answer.Pictures);
        Assert.Equal(Emulated.Bill.NanoDollars, answer.CostNanos);
    }

    private async Task<ProviderAnswer> ReadAsync(string answer)
    {
        var spool = new MemorySpool();
        spool.Put(AnswerSpool.Answer, Encoding.UTF8.GetBytes(answer));
        return await Adapter.ReadAsync(Call, spool, Cancel);
    }
}
