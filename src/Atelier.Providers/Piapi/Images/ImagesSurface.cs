using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Http;
using Atelier.Providers.OpenAi;
using Atelier.Providers.OpenAiCompatible;

namespace Atelier.Providers.Piapi.Images;

/// <summary>
/// PiAPI's pictures in OpenAI's shape: one POST brings them, within the answer or as addresses. Fetching those is a task of our
/// own, which bears the attempt's id.
/// </summary>
internal sealed class ImagesSurface
{
    private readonly ProviderSite _site;
    private readonly TimeProvider _time;
    private readonly CompatPictures _pictures;
    private readonly CompatFollower _follower;

    public ImagesSurface(ProviderSite site, TimeProvider time)
    {
        (_site, _time) = (site, time);
        _pictures = new CompatPictures(site, "data", free: false);
        _follower = new CompatFollower(_pictures, site.Provider, free: false);
    }

    public async Task<Submission> SubmitAsync(PaidCall call, CancellationToken cancellationToken)
    {
        var order = OpenAiCall.Read(call.Call.Parameters);
        var body = await OpenAiBody.CreateAsync(
            PiapiProvider.Name,
            order,
            call.Pictures,
            call.Sources,
            "image",
            streams: false,
            cancellationToken
        );
        using var answer = await _site.PostPaidAsync(order.Path, body, call.Guard, cancellationToken);
        return answer.Status is >= 200 and <= 299
            ? await _follower.KeepAsync(answer, call, names: false, cancellationToken)
            : throw await PiapiErrors.OfAsync(answer, paid: true, _time);
    }

    /// <summary>Looks for the pictures of an answer that names them; null where there is no such answer in the spool.</summary>
    public Task<TaskState?> PollAsync(int polls, AnswerSpool spool, CancellationToken cancellationToken) =>
        _follower.PollAsync(polls, spool, cancellationToken);

    public Task<ProviderAnswer> ReadAsync(CompiledCall call, AnswerSpool spool, CancellationToken cancellationToken)
    {
        var prices = PiapiPrices.Of(OpenAiCall.ModelOf(call));
        return _pictures.ReadAsync(spool, answer => OpenAiUsage.CostNanos(answer, prices), cancellationToken);
    }
}
