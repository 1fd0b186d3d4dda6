using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.OpenAi;

namespace Atelier.Providers.ComfyUi;

/// <summary>What ComfyUI's error answers mean.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>status</term><description>kind; the charge is none but where the job may have been taken, and is looked for</description></listheader>
/// <item><term>400 with node_errors that name a value not in a list</term><description>ModelGone: a file of the workflow is not there</description></item>
/// <item><term>other 400 and 404</term><description>ServerError: the workflow or the address is wrong, which is no fault of the request</description></item>
/// <item><term>401, 403</term><description>Unauthorized</description></item>
/// <item><term>413</term><description>BadRequest</description></item>
/// <item><term>429</term><description>RateLimited</description></item>
/// <item><term>408, 5xx</term><description>ServerError; may have been taken</description></item>
/// <item><term>301, 307, 308</term><description>Unreadable</description></item>
/// <item><term>1xx, other 2xx and 3xx</term><description>Unreadable; may have been taken</description></item>
/// </list>
/// </remarks>
internal sealed class ComfyErrors(string provider, bool free, TimeProvider time)
{
    private const int MostBytes = 256 * 1024;
    private const string NotInList = "value_not_in_list";

    public async Task<ProviderException> ReadAsync(SiteAnswer answer, bool paid)
    {
        var kind = answer.Status switch
        {
            400 when await NamesWhatIsNotThereAsync(answer) => FailureKind.ModelGone,
            401 or 403 => FailureKind.Unauthorized,
            402 => FailureKind.OutOfCredits,
            413 => FailureKind.BadRequest,
            429 => FailureKind.RateLimited,
            >= 400 => FailureKind.ServerError,
            _ => FailureKind.Unreadable,
        };
        // It may have taken the job all the same; our own id tells.
        var open =
            paid
            && (answer.Status is (408 or >= 500) || (answer.Status < 400 && !FailureMap.IsElsewhere(answer.Status)));
        return new ProviderException(
            provider,
            kind,
            open ? Charge.Unknown : Charge.None,
            OpenAiErrors.Sentence(provider, kind, answer)
        )
        {
            Status = answer.Status,
            RequestId = answer.RequestId,
            RetryAfter = answer.RetryAfter(time),
        };
    }

    public ProviderException Unreadable(string what) =>
        new(provider, FailureKind.Unreadable, Charge.None, $"The answer of {provider} {what}.");

    public ProviderException Failed() =>
        new(
            provider,
            FailureKind.TaskFailed,
            free ? Charge.None : Charge.Charged,
            $"{provider} ended the workflow without a picture."
        );

    private static async Task<bool> NamesWhatIsNotThereAsync(SiteAnswer answer)
    {
        try
        {
            return OpenAiJson.Object(await answer.ReadJsonAsync(MostBytes), "node_errors") is { } nodes
                && nodes
                    .EnumerateObject()
                    .SelectMany(node => OpenAiJson.Items(node.Value, "errors"))
                    .Any(error => OpenAiJson.Text(error, "type") == NotInList);
        }
        catch (ProviderException)
        {
            return false;
        }
    }
}
