using System.Text.Json;
using Atelier.Imaging.Reading;
using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Racing;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Presentations;

/// <summary>Masks that cost much to look at, while there is no room for them.</summary>
public sealed class DeckMaskTests : IAsyncLifetime
{
    private const int All = 64_000_013;
    private const int Sent = 12;

    // What one account may have under way while nobody else has any.
    private const int Share = 4;

    private static readonly byte[] White = [255, 255, 255];
    private static readonly byte[] Black = [0, 0, 0];

    // A number of its own, so that this budget is nobody else's.
    private static readonly PictureReaderOptions Reading = new() { MaxPixelsInFlight = All, MaxWaiting = 1 };

    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    private readonly DeckServer _deck = new()
    {
        Replace = services => services.AddSingleton(new PictureCleaner(Reading)),
    };

    public ValueTask InitializeAsync() => _deck.InitializeAsync();

    public ValueTask DisposeAsync() => _deck.DisposeAsync();

    [Fact]
    [Trait("Requirement", "C-37")]
    public async Task Edit_ManyMasksOfOneAccountAtOnce_AreRefusedBeyondItsShareAndAnotherAccountGoesOn()
    {
        var (caller, source) = await _deck.SharedAsync();
        var other = await _deck.Server.AddCallerAsync();
        var theirs = DeckDoor.ImageOf(await DeckServer.MakeAsync(other));
        var mask = _deck.Halves(White, Black);
        var share = await PixelBudget.Of(Reading).TakeAsync(All, Patience.Waits, _cancel);

        var started = new TaskCompletionSource();
        var refused = new List<Answer>();
        var burst = Together.RunAsync(
            Sent,
            async _ =>
            {
                var answer = await EditAsync(caller, source, mask);
                lock (refused)
                {
                    refused.Add(answer);
                    if (refused.Count == Sent - Share)
                    {
                        started.SetResult();
                    }
                }

                return answer;
            }
        );
        await started.Task.WaitAsync(_cancel);
        var edit = EditAsync(other, theirs, mask);
        var seen = refused.ToList();
        share.Dispose();

        Assert.All(seen, IsBusy);
        Assert.Equal(200, (await edit).Status);
        Assert.Equal(Share, (await burst).Count(answer => answer.Status == 200));
        // The places came back.
        Assert.Equal(200, (await EditAsync(caller, source, mask)).Status);
    }

    [Fact]
    [Trait("Requirement", "C-37")]
    public async Task Edit_AMaskOfAnotherRatio_IsRefusedByItsHeaderWithoutRoomForPixels()
    {
        var (caller, source) = await _deck.SharedAsync();
        var share = await PixelBudget.Of(Reading).TakeAsync(All, Patience.Waits, _cancel);
        var paid = PixelBudget.Of(Reading).TakeAsync(All, Patience.Waits, _cancel);

        var wrong = await EditAsync(caller, source, _deck.Halves(White, Black, 64, 48));
        var right = await EditAsync(caller, source, _deck.Halves(White, Black, 64, 64));
        share.Dispose();
        (await paid).Dispose();
        var later = await EditAsync(caller, source, _deck.Halves(White, Black, 64, 64));

        DeckDoor.IsError(wrong, 400, "INVALID_REQUEST", "edit.mask");
        IsBusy(right);
        Assert.Equal(200, later.Status);
    }

    private static void IsBusy(Answer answer)
    {
        DeckDoor.IsError(answer, 503, "SERVICE_UNAVAILABLE");
        Assert.True(answer.At("error.retryable").GetBoolean());
        Assert.InRange(int.Parse(answer.Header("Retry-After")!, null), 1, 10);
    }

    private static Task<Answer> EditAsync(TestCaller caller, string image, string mask) =>
        DeckDoor.PostAsync(
            caller,
            DeckDoor.Edit,
            DeckBody
                .Placed($"\"imageId\": \"{image}\", \"edit\": {{\"type\": \"inpaint\"}}")
                .With("edit.mask", JsonSerializer.Serialize(mask))
                .With("edit.prompt", JsonSerializer.Serialize(Bodies.Prompt))
        );
}
