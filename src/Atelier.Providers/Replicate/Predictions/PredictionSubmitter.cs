using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Http;
using Atelier.Providers.Replicate.Inputs;

namespace Atelier.Providers.Replicate.Predictions;

/// <summary>Sends the one POST that makes a prediction.</summary>
internal sealed class PredictionSubmitter(ProviderSite site, InputWriter inputs, ReplicatePace pace, TimeProvider time)
{
    // The usual encoder makes six letters of each plus in a picture.
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public async Task<Submission> SubmitAsync(PaidCall call, CancellationToken cancellationToken)
    {
        var task = ReplicateTask.Of(call.Call);
        var body = await BodyOfAsync(task, call, cancellationToken);
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, Plain));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await site.PostPaidAsync(task.Path, content, call.Guard, cancellationToken);
        if (answer.Status is < 200 or >= 300)
        {
            throw await ReplicateErrors.OfAsync(answer, paid: true, time);
        }

        return Prediction.Read(await answer.SieveAsync(Prediction.Rules)) is { } prediction
            ? new Submission.Submitted(prediction.Id, FirstPoll(prediction), answer.RequestId)
            : throw ReplicateErrors.Unreadable(answer.Status, paid: true);
    }

    private async Task<JsonObject> BodyOfAsync(ReplicateTask task, PaidCall call, CancellationToken cancellationToken)
    {
        var input = task.InputAt(call.FirstSlot);
        if (task.Many)
        {
            input["num_outputs"] = call.Pictures;
        }

        await inputs.WriteAsync(input, task.Files, call.Sources, cancellationToken);
        var body = new JsonObject { ["input"] = input };
        if (task.Version is { } version)
        {
            body["version"] = version;
        }

        // Replicate calls back over https alone; whoever plays it in a plain place may do as we do there.
        if (call.Callback is { } callback && (callback.Scheme == Uri.UriSchemeHttps || site.IsPlain))
        {
            body["webhook"] = callback.AbsoluteUri;
            body["webhook_events_filter"] = new JsonArray("completed");
        }

        return body;
    }

    // It may have ended before its answer was written.
    private TimeSpan FirstPoll(Prediction prediction) =>
        prediction.IsSucceeded || prediction.IsOver ? TimeSpan.Zero : pace.Next(0);
}
