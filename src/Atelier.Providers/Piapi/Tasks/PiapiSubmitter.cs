using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Piapi.Pictures;

namespace Atelier.Providers.Piapi.Tasks;

/// <summary>Sends the one POST that makes a task, after the pictures that it looks at have an address.</summary>
internal sealed class PiapiSubmitter(PiapiSites sites, PictureUploads uploads, PiapiPace pace, TimeProvider time)
{
    private const int MostBytes = 4 * 1024 * 1024;

    public async Task<Submission> SubmitAsync(PiapiTask task, PaidCall call, CancellationToken cancellationToken)
    {
        var body = await BodyOfAsync(task, call, cancellationToken);
        using var answer = await sites.Tasks.PostPaidAsync(
            "/api/v1/task",
            JsonContent.Create(body),
            call.Guard,
            cancellationToken
        );
        var data = await PiapiEnvelope.ReadAsync(answer, MostBytes, paid: true, time);
        return PiapiJob.Read(data) is { } job
            ? new Submission.Submitted(job.Id, pace.First, answer.RequestId)
            : throw PiapiErrors.Unreadable(answer.Status, paid: true);
    }

    private async Task<JsonObject> BodyOfAsync(PiapiTask task, PaidCall call, CancellationToken cancellationToken)
    {
        var input = task.InputAt(call.FirstSlot, call.Pictures);
        foreach (var picture in task.Pictures)
        {
            var address = await AddressAsync(picture, call.Sources, cancellationToken);
            if (picture.Field != InputPicture.List)
            {
                input[picture.Field] = address;
            }
            else if (input[InputPicture.List] is JsonArray list)
            {
                list.Add(JsonValue.Create(address));
            }
            else
            {
                input[InputPicture.List] = new JsonArray(JsonValue.Create(address));
            }
        }

        var body = new JsonObject
        {
            ["model"] = task.Model,
            ["task_type"] = task.TaskType,
            ["input"] = input,
        };
        if (call.Callback is { } callback)
        {
            body["config"] = new JsonObject
            {
                ["webhook_config"] = new JsonObject
                {
                    ["endpoint"] = callback.AbsoluteUri,
                    ["secret"] = sites.Secrets.Of(call.AttemptId),
                },
            };
        }

        return body;
    }

    private async Task<string> AddressAsync(
        InputPicture picture,
        ISourceFiles sources,
        CancellationToken cancellationToken
    ) =>
        picture switch
        {
            { Fetched: false } => await uploads.AddressAsync(picture, sources, cancellationToken),
            { IsMask: true } => (await sources.MaskAddressAsync(picture.Image, cancellationToken)).AbsoluteUri,
            _ => (await sources.AddressAsync(picture.Image, cancellationToken)).AbsoluteUri,
        };
}
