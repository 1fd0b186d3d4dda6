namespace Atelier.Imaging.Neural;

/// <summary>ONNX Runtime could not do something; the text is its own.</summary>
public sealed class NeuralException : Exception
{
    public NeuralException() { }

    public NeuralException(string message)
        : base(message) { }

    public NeuralException(string message, Exception innerException)
        : base(message, innerException) { }
}
