using System.Globalization;
using Atelier.Emulators.Faults;

namespace Atelier.Emulators.Wires.Replicate;

/// <summary><c>/delivery/{prediction}/out-{n}.png</c>, in the place of replicate.delivery: no token, and only while they are kept.</summary>
internal static class ReplicateFiles
{
    private const string Name = "/out-";
    private const string Ending = ".png";

    public static Prepared Get(WireRequest request) =>
        new(
            "",
            fault =>
            {
                if (Find(request) is not var (prediction, part))
                {
                    return ReplicateErrors.NotFound();
                }

                if (fault?.Action == FaultAction.ExpiredUrl)
                {
                    prediction.Expire();
                }

                var age = prediction.UrlAge.ToString(CultureInfo.InvariantCulture);
                return request.Http.Query["age"] == age
                    ? Picture(request, prediction, part)
                    : ReplicateErrors.Error(fault?.Status ?? 403, "The URL has expired");
            }
        );

    private static Reply Picture(WireRequest request, ReplicatePrediction prediction, string part)
    {
        if (request.Http.Headers.ContainsKey("Authorization"))
        {
            request.Violate("Authorization", "Files need no token: it must not leave for another host.");
        }

        var (width, height) = prediction.Order.Size;
        var clear = prediction.Order.Model == ReplicateModel.BackgroundRemover;
        return new Reply(200, "image/png", [request.Paint(prediction.Id, part, width, height, clear)]);
    }

    private static (ReplicatePrediction Prediction, string Part)? Find(WireRequest request)
    {
        var path = request.Target;
        var at = path.IndexOf(Name, StringComparison.Ordinal);
        if (
            at < 0
            || !path.EndsWith(Ending, StringComparison.Ordinal)
            || request.Run.Tasks.Find(path[..at])
                is not ReplicatePrediction { Status: "succeeded", Vanished: false } prediction
            || prediction.RemovedAt(request.Now)
        )
        {
            return null;
        }

        var part = path[(at + Name.Length)..^Ending.Length];
        return int.TryParse(part, out var number) && number >= 0 && number < prediction.Order.Pictures
            ? (prediction, part)
            : null;
    }
}
