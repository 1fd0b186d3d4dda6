using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.LegNext.Compiling;

namespace Atelier.Providers.LegNext.Jobs;

/// <summary>Sends the one POST that makes a job.</summary>
internal sealed class LegNextSubmitter(ProviderSite site, LegNextPace pace, TimeProvider time)
{
    private const int MostBytes = 1024 * 1024;

    public async Task<Submission> SubmitAsync(PaidCall call, CancellationToken cancellationToken)
    {
        var task = LegNextTask.Of(call.Call);
        var body = await BodyOfAsync(task, call, cancellationToken);
        using var answer = await site.PostPaidAsync(
            $"/api/v1/{task.Kind}",
            JsonContent.Create(body),
            call.Guard,
            cancellationToken
        );
        if (answer.Status is < 200 or >= 300)
        {
            throw await LegNextErrors.OfAsync(answer, paid: true, time);
        }

        return LegNextJob.Read(await answer.ReadJsonAsync(MostBytes)) is { } job
            ? new Submission.Submitted(job.Id, pace.First, null)
            : throw LegNextErrors.Unreadable(answer.Status, paid: true);
    }

    private static async Task<JsonObject> BodyOfAsync(
        LegNextTask task,
        PaidCall call,
        CancellationToken cancellationToken
    )
    {
        var body = task.BodyAt(call.FirstSlot);
        if (task.Picture is { } picture)
        {
            var address = AddressOf(await call.Sources.AddressAsync(picture, cancellationToken));
            if (task.Kind == LegNextKinds.Diffusion)
            {
                body["text"] = $"{address} {body["text"]!.GetValue<string>()}";
            }
            else
            {
                body["imgUrl"] = address;
            }
        }

        if (task.Mask is { } mask)
        {
            var address = AddressOf(await call.Sources.MaskAddressAsync(mask, cancellationToken));
            body["mask"] = new JsonObject { ["url"] = address };
        }

        if (call.Callback is { } callback)
        {
            body["callback"] = callback.AbsoluteUri;
        }

        return body;
    }

    // Escaped, so it has no blank that would end it before its time.
    private static string AddressOf(Uri address) =>
        address.AbsoluteUri is { Length: <= CallDraft.MostAddress } text
            ? text
            : throw new ProviderException(
                LegNextProvider.Name,
                FailureKind.TooLarge,
                Charge.None,
                $"LegNext takes addresses of {CallDraft.MostAddress} characters; ours is longer."
            );
}
