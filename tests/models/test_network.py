import numpy as np
import pytest
import torch
from transformers import BertConfig, BertModel, MPNetConfig, MPNetModel, PreTrainedModel

from stance.models.transformer.encoding import Window
from stance.models.transformer.finetuning import INPUTS
from stance.models.transformer.network import export
from stance.models.transformer.session import Session

SIZES = {
    "vocab_size": 100,
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 64,
    "max_position_embeddings": 160,
}


def _window(length: int) -> Window:
    return Window(tuple(range(2, 2 + length)), (0,) * length, 1, ((0, 1),) * (length - 2))


@pytest.mark.parametrize(
    ("encoder", "names"),
    [
        (BertModel(BertConfig(**SIZES)), INPUTS),  # as the small encoder
        (
            MPNetModel(MPNetConfig(**SIZES), add_pooling_layer=False),
            INPUTS[:2],
        ),  # as the large one: positions by distance
    ],
    ids=["bert", "mpnet"],
)
def test_the_export_of_either_encoder_gives_its_states(encoder: PreTrainedModel, names: tuple[str, ...]) -> None:
    encoder.eval()
    windows = [_window(5), _window(90)]
    given = Session(export(encoder, names), padding=1).states(windows)
    for window, states in zip(windows, given, strict=True):
        with torch.no_grad():
            wanted = encoder(
                torch.tensor([window.ids]), attention_mask=torch.ones(1, len(window.ids))
            ).last_hidden_state
        np.testing.assert_allclose(states, wanted[0].numpy(), atol=1e-5)
